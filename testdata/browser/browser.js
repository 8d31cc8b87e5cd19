// A browser with a new and empty profile, that does nothing of its own accord.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export async function openBrowser() {
	const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: [
			'--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync',
			// For the test of a name that is pointed at this machine.
			'--host-resolver-rules=MAP rebinding.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
		],
	})
	return {
		context,
		async close() {
			await context.close()
			await rm(profile, { recursive: true, force: true })
		},
	}
}
