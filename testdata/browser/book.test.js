// The book of the walkthrough in a real browser, page by page.
//
//	npm ci && npm test
//
// It leaves pictures in screenshots/, for a person to look at.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { openBrowser } from './browser.js'

const root = new URL('../..', import.meta.url).pathname
const screenshots = new URL('screenshots/', import.meta.url).pathname
const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const run = promisify(execFile)
const wide = { width: 1280, height: 900 }
const narrow = { width: 375, height: 800 }

let dir, program, child, exited, url, browser

before(async () => {
	await mkdir(screenshots, { recursive: true })
	dir = await mkdtemp(join(tmpdir(), 'book-'))
	program = join(dir, 'walkthrough')
	await run('go', ['build', '-o', program, './walkthrough'], { cwd: root })
	child = spawn(program, ['-http', '127.0.0.1:0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
	exited = new Promise(resolve => child.once('exit', resolve))
	url = await readyLine()
	browser = await openBrowser()
})

after(async () => {
	await browser?.close()
	child?.kill('SIGINT')
	const status = await exited
	await rm(dir, { recursive: true })
	assert.equal(status, 0, 'the exit status of the server')
})

// readyLine waits for the line that says where the book is.
async function readyLine() {
	let text = ''
	for await (const chunk of child.stdout.setEncoding('utf8')) {
		const [, address] = /^walkthrough (http:\S+)\/ ready$/m.exec(text += chunk) ?? []
		if (address) return address
	}
	throw new Error(`walkthrough says ${JSON.stringify(text)} and ends`)
}

// visit opens a page, and collects what goes wrong on it: an error on the
// console, or a request to anywhere else.
async function visit(page, wrong, address) {
	page.on('console', m => ['error', 'warning'].includes(m.type()) && wrong.push(`${page.url()}: ${m.text()}`))
	page.on('pageerror', e => wrong.push(`${page.url()}: ${e}`))
	page.on('request', r => r.url().startsWith(url) || r.url().startsWith('file:') || wrong.push(`${page.url()}: a request to ${r.url()}`))
	await page.goto(address)
}

const links = page => page.locator('a[href]').evaluateAll(all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href.split('#')[0]))

// fits demands that nothing reaches out of the window to the right.
async function fits(page, what) {
	const { content, window } = await page.evaluate(() => ({
		content: document.documentElement.scrollWidth,
		window: document.documentElement.clientWidth,
	}))
	assert.ok(content <= window, `${what}: ${content}px of content in ${window}px`)
}

async function violations(page) {
	const found = await page.evaluate(async source => {
		(0, eval)(source)
		return (await window.axe.run({ exclude: ['.bytes'] }, { resultTypes: ['violations'] })).violations
	}, axe)
	return found.map(v => `${v.id}: ${v.nodes.map(n => n.html).join('\n')}`)
}

test('the whole book, wide and narrow, light and dark', async t => {
	const page = await browser.context.newPage()
	const wrong = []
	await visit(page, wrong, url + '/')
	const pages = new Set([url + '/index.html'])
	for (const name of pages) {
		await page.goto(name)
		for (const link of await links(page)) {
			if (link.startsWith(url) && !link.startsWith(url + '/try/')) pages.add(link)
		}
	}
	assert.ok(pages.size >= 25, `${pages.size} pages`)
	for (const name of pages) {
		await t.test(name.slice(url.length), async () => {
			const response = await page.goto(name)
			assert.equal(response.status(), 200)
			for (const viewport of [wide, narrow]) {
				await page.setViewportSize(viewport)
				await fits(page, `${viewport.width}px`)
				await page.locator('details').evaluateAll(all => all.forEach(d => { d.open = true }))
				await fits(page, `${viewport.width}px, all open`)
				for (const colorScheme of ['light', 'dark']) {
					await page.emulateMedia({ colorScheme })
					const what = `${viewport.width}px, ${colorScheme}`
					assert.deepEqual(await violations(page), [], what)
					const shot = `book-${new URL(name).pathname.slice(1)}-${viewport.width}-${colorScheme}.png`
					if (/rs256|index|token\b/.test(shot)) await page.screenshot({ path: screenshots + shot, fullPage: true })
				}
			}
		})
	}
	await page.close()
	assert.deepEqual(wrong, [])
})

test('a token is tried, and a bit of it flipped', async t => {
	const page = await browser.context.newPage()
	const wrong = []
	await visit(page, wrong, url + '/10-rs256.html')
	await page.locator('#case-2 .try a').click()
	const verdict = page.locator('#verdict h2')
	assert.match(await verdict.innerText(), /Accepted/)
	await page.locator('#tools summary').first().click()
	await page.locator('#tools .cells a').first().click()
	assert.match(await verdict.innerText(), /Refused/)
	await page.close()
	assert.deepEqual(wrong, [])
})

test('the written book is read from a disk', async t => {
	const book = join(dir, 'book')
	const start = Date.now()
	await run(program, ['-o', book], { cwd: root })
	t.diagnostic(`written in ${Date.now() - start} ms`)
	let size = 0
	for (const f of await readdir(book, { recursive: true, withFileTypes: true })) {
		if (f.isFile()) size += (await stat(join(f.parentPath, f.name))).size
	}
	assert.ok(size < 3_000_000, `${size} bytes`)

	const page = await browser.context.newPage()
	const wrong = []
	await visit(page, wrong, 'file://' + join(book, 'index.html'))
	await page.getByRole('link', { name: 'rs256', exact: true }).first().click()
	assert.match(await page.locator('h1').innerText(), /is a block that one can read/)
	assert.notEqual(await page.locator('.plate').first().evaluate(e => getComputedStyle(e).borderRadius), '0px')
	await page.locator('#case-2 .try a').click()
	assert.match(await page.locator('#verdict h2').innerText(), /Accepted/)
	await page.goBack()
	await page.getByRole('link', { name: /Next: 11/ }).click()
	assert.match(page.url(), /11-es256\.html$/)
	await page.close()
	assert.deepEqual(wrong, [])
})
