// jwtexplain, built and run as a reader of the README does.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = new URL('../..', import.meta.url).pathname
const run = promisify(execFile)

export async function startServer() {
	const dir = await mkdtemp(join(tmpdir(), 'jwtexplain-'))
	const program = join(dir, 'jwtexplain')
	await run('go', ['build', '-o', program, './cmd/jwtexplain'], { cwd: root })
	const child = spawn(program, ['-http', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
	const exited = new Promise(resolve => child.once('exit', resolve))
	return {
		url: await readyLine(child),
		async writePage(example) {
			const file = join(dir, example + '.html')
			await run(program, ['-example', example, '-o', file]).catch(refused => {
				if (refused.code !== 1) throw refused
			})
			return file
		},
		async stop() {
			child.kill('SIGTERM')
			const status = await exited
			await rm(dir, { recursive: true })
			if (status !== 0) throw new Error(`jwtexplain ended with ${status}`)
		},
	}
}

// readyLine waits for the line that says where the server is.
async function readyLine(child) {
	let text = ''
	for await (const chunk of child.stdout.setEncoding('utf8')) {
		const [, url] = /^jwtexplain (http:\S+)\/ ready$/m.exec(text += chunk) ?? []
		if (url) return url
	}
	throw new Error(`jwtexplain says ${JSON.stringify(text)} and ends`)
}
