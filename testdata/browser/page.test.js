// The page of jwtexplain in a real browser.
//
//	npm ci && npm test
//
// It leaves pictures in screenshots/, for a person to look at. CHROMIUM may
// name another browser than Debian's.
import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { openBrowser } from './browser.js'
import { startServer } from './server.js'

const screenshots = new URL('screenshots/', import.meta.url).pathname
const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const wide = { width: 1280, height: 900 }
const narrow = { width: 375, height: 800 }

let server, browser, context

before(async () => {
	await mkdir(screenshots, { recursive: true })
	server = await startServer()
	browser = await openBrowser()
	context = browser.context
})

after(async () => {
	await browser?.close()
	await server?.stop()
})

// visit opens a page, and fails the test if anything goes wrong on it: an
// error on the console that is not the expected one, or a request to anywhere
// else.
async function visit(t, path, viewport = wide, expected = '') {
	const page = await context.newPage()
	const wrong = []
	page.on('console', m => {
		if (['error', 'warning'].includes(m.type()) && !(expected && m.text().includes(expected))) wrong.push(m.text())
	})
	page.on('pageerror', e => wrong.push(String(e)))
	page.on('request', r => r.url().startsWith(server.url) || wrong.push(`a request to ${r.url()}`))
	t.after(async () => {
		await page.close()
		assert.deepEqual(wrong, [])
	})
	await page.setViewportSize(viewport)
	const response = await page.goto(server.url + path)
	assert.equal(response.status(), 200)
	return page
}

const verdict = page => page.locator('#verdict h2').innerText()

const names = page => page.locator('.shelf a').allInnerTexts()

const background = locator => locator.evaluate(e => getComputedStyle(e).backgroundColor)

// fits demands that nothing reaches out of the window to the right.
async function fits(page, what) {
	const { content, window } = await page.evaluate(() => ({
		content: document.documentElement.scrollWidth,
		window: document.documentElement.clientWidth,
	}))
	assert.ok(content <= window, `${what}: ${content}px of content in ${window}px`)
}

// accessible demands that axe finds nothing serious. The bytes themselves take
// it long; their colours are also those of their labels.
async function accessible(page, what, exclude = ['.bytes']) {
	const violations = await page.evaluate(async ([source, exclude]) => {
		(0, eval)(source)
		return (await window.axe.run({ exclude }, { resultTypes: ['violations'] })).violations
	}, [axe, exclude])
	const serious = violations.filter(v => ['serious', 'critical'].includes(v.impact))
	assert.deepEqual(serious.map(v => `${what}: ${v.id}: ${v.nodes.map(n => n.html).join('\n')}`), [])
}

async function openAll(page) {
	await page.locator('.xp details').evaluateAll(all => all.forEach(d => { d.open = true }))
}

test('the gallery, wide and narrow, light and dark', async t => {
	const page = await visit(t, '/')
	const all = await names(page)
	assert.ok(all.length >= 19, `${all.length} tokens in the gallery`)
	for (const name of all) {
		await t.test(name, async () => {
			await page.setViewportSize(wide)
			await page.getByRole('link', { name, exact: true }).click()
			await page.waitForURL('**/token/' + name)
			const honest = ['rs256', 'es256', 'ps256', 'eddsa'].includes(name)
			assert.match(await verdict(page), honest ? /Accepted/ : /Refused/)
			await page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true })
			await openAll(page)
			await fits(page, 'wide')
			await accessible(page, 'light')
			await page.setViewportSize(narrow)
			await fits(page, 'narrow')
		})
	}
})

test('the block is eight rows, and the last one is the hash', async t => {
	const page = await visit(t, '/token/rs256')
	const grids = await page.locator('#step-signature .bytes').evaluateAll(all => all.map(grid => {
		const rows = new Map()
		for (const cell of grid.querySelectorAll('b')) {
			const top = cell.getBoundingClientRect().top
			rows.set(top, [...(rows.get(top) ?? []), cell.textContent])
		}
		return { name: grid.getAttribute('aria-label').split(':')[0], rows: [...rows.values()].map(r => r.join(' ')) }
	}))
	const [hash] = grids.find(g => g.name === 'H').rows
	const block = grids.find(g => g.name === 'EM').rows
	assert.equal(block.length, 8)
	assert.ok(block.every(row => row.split(' ').length === 32))
	assert.ok(block[0].startsWith('00 01 ff ff'))
	assert.equal(block[7], hash)
})

test('a tampered token names what was signed', async t => {
	const page = await visit(t, '/token/tampered', { width: 1160, height: 900 })
	const step = page.locator('#step-signature')
	assert.match(await step.innerText(), /does not hold\s+The block is whole/)
	assert.ok(await step.locator('.fields .other').isVisible())
	// testdata/page.png is a copy of this one.
	const { x, y, width, height } = await step.boundingBox()
	await page.screenshot({ path: `${screenshots}page.png`, fullPage: true, clip: { x: x - 32, y: y - 8, width: width + 64, height: height + 16 } })
})

test('on a narrow screen, a row of a grid is 16 bytes', async t => {
	const page = await visit(t, '/token/rs256', narrow)
	const tops = await page.locator('.bytes[aria-label^="EM:"] b').evaluateAll(cells => cells.map(c => c.getBoundingClientRect().top))
	assert.equal(new Set(tops).size, 16)
	await fits(page, 'narrow')
	await page.screenshot({ path: `${screenshots}rs256-narrow.png`, fullPage: true })
})

test('what belongs together lights up, under the pointer and under the focus', async t => {
	const page = await visit(t, '/token/rs256')
	const hash = page.locator('.bytes[aria-label^="H:"] b').first()
	const inBlock = page.locator('.bytes[aria-label^="EM:"] .hash b').first()
	const padding = page.locator('.bytes[aria-label^="EM:"] .padding b').first()
	const text = page.locator('.wire-text a.payload').first()
	const look = () => Promise.all([hash, inBlock, padding, text].map(background))

	await page.mouse.move(0, 0)
	const calm = await look()
	await inBlock.hover()
	const [h, b, p, x] = await look()
	assert.notEqual(b, calm[1], 'the hash in the block lights up')
	assert.equal(h, b, 'and the hash that was calculated, alike')
	assert.equal(p, calm[2], 'but not the padding')
	assert.equal(x, calm[3], 'nor the token')
	await page.screenshot({ path: `${screenshots}rs256-hover.png`, fullPage: true })

	await hash.hover()
	assert.notEqual((await look())[3], calm[3], 'what was hashed lights up with its hash')

	await page.mouse.move(0, 0)
	assert.deepEqual(await look(), calm)

	const label = page.locator('.fields li', { hasText: 'padding' }).first().getByRole('link')
	const before = page.locator('.fields li', { hasText: 'block type' }).first().getByRole('link')
	await before.focus()
	await page.keyboard.press('Tab')
	assert.ok(await label.evaluate(e => e === document.activeElement), 'Tab leads from label to label')
	assert.notEqual((await look())[2], calm[2], 'the bytes light up with their label')

	const claim = page.locator('#payload-1')
	await claim.getByRole('link').focus()
	await page.keyboard.press('Shift+Tab') // a focus by keyboard, and back
	await page.keyboard.press('Tab')
	assert.equal(await background(claim), await background(page.locator('.wire-text a.to-payload-1')), 'a claim and its characters')
})

test('every piece of the token leads to what it says', async t => {
	const page = await visit(t, '/token/rs256')
	const pieces = page.locator('.wire-text a')
	assert.equal(await page.locator('.wire-text').innerText(), await page.locator('#form-token').inputValue())
	for (const href of await pieces.evaluateAll(all => all.map(a => a.getAttribute('href')))) {
		assert.equal(await page.locator(href).count(), 1, href)
	}
	await pieces.and(page.locator('.is-payload-1')).click()
	assert.match(page.url(), /#payload-1$/)
})

test('the first page is an empty form, and the ready tokens', async t => {
	const page = await visit(t, '/')
	assert.equal(await page.locator('#form-token').inputValue(), '')
	assert.equal(await page.locator('#form-issuer').inputValue(), '')
	await page.screenshot({ path: `${screenshots}first.png`, fullPage: true })
	await accessible(page, 'first')
	await page.setViewportSize(narrow)
	await fits(page, 'first, narrow')
	await page.screenshot({ path: `${screenshots}first-narrow.png`, fullPage: true })
})

test('the claims stand right under the token', async t => {
	const page = await visit(t, '/token/rs256')
	const token = await page.locator('.wire-text').boundingBox()
	const claims = await page.locator('#said-payload').boundingBox()
	const between = claims.y - token.y - token.height
	assert.ok(between < 400, `${between}px between the token and its claims`)
	const answers = await page.locator('.answers a').evaluateAll(all => all.map(a => a.scrollWidth - a.clientWidth))
	assert.deepEqual(answers.filter(over => over > 0), [], 'an answer runs out of its card')
})

test('a bit of an example turns, and turns back', async t => {
	const page = await visit(t, '/token/rs256')
	assert.match(await verdict(page), /Accepted/)
	await page.getByText('Flip a bit').click()
	const cell = page.locator('.cells').nth(2).getByRole('link').nth(100)
	await page.screenshot({ path: `${screenshots}flip.png`, fullPage: true })
	await accessible(page, 'the bytes', [])
	await cell.click()
	assert.match(page.url(), /token\/rs256\?flip=\d+#verdict$/)
	assert.match(await verdict(page), /Refused/)
	assert.match(await page.locator('.sentence').innerText(), /^Question 5 /)
	assert.match(await page.locator('.bits').innerText(), /^Byte 100 of the signature is/)
	await page.locator('.bits .row a').first().click()
	assert.equal(await page.locator('.bits .row .turned').count(), 2)
	await page.getByRole('link', { name: 'as it was' }).click()
	assert.match(await verdict(page), /Accepted/)
})

test('the clock and the algorithms of an example', async t => {
	const page = await visit(t, '/token/rs256')
	await page.getByText('Move the clock').click()
	await page.getByRole('link', { name: 'at exp', exact: true }).click()
	assert.match(await verdict(page), /Refused/)
	assert.match(await page.locator('#step-exp .badge').innerText(), /no/)
	await page.getByText('Move the clock').click()
	await page.getByRole('link', { name: 'a second before exp' }).click()
	assert.match(await verdict(page), /Accepted/)
	await page.getByText('Choose the algorithms').click()
	await page.getByRole('link', { name: 'RS256', exact: true }).click()
	assert.match(await page.locator('#step-alg .badge').innerText(), /no/)
	await page.setViewportSize(narrow)
	await openAll(page)
	await fits(page, 'the tools, narrow')
	await page.screenshot({ path: `${screenshots}tools-narrow.png`, fullPage: true })
})

test('claims are rewritten, and signed anew', async t => {
	const page = await visit(t, '/token/rs256')
	await page.getByText('Rewrite it').click()
	const claims = page.getByLabel('Claims')
	await claims.fill((await claims.inputValue()).replace('alice', 'admin'))
	await page.screenshot({ path: `${screenshots}rewrite.png`, fullPage: true })
	await accessible(page, 'the texts')
	await page.getByRole('button', { name: 'Keep the old signature' }).click()
	assert.match(await verdict(page), /Refused/)
	assert.match(await page.locator('#token').innerText(), /not evidence/)
	assert.match(await page.locator('#step-signature').innerText(), /the owner of this key did sign something/)

	await page.getByText('Rewrite it').click()
	await page.getByRole('button', { name: 'Sign anew' }).click()
	assert.match(await verdict(page), /Accepted/)
	assert.match(await page.locator('#said-payload').innerText(), /admin/)
	assert.equal(new URL(page.url()).pathname, '/', 'no token in the address')

	await page.getByText('Flip a bit').click()
	await page.locator('.cells').nth(1).getByRole('button').nth(9).click()
	assert.match(await verdict(page), /Refused/)
	await page.locator('.bits').getByRole('button', { name: 'put it right' }).click()
	assert.match(await verdict(page), /Accepted/)
})

test('a token of one\'s own', async t => {
	const page = await visit(t, '/token/rs256', wide, 'status of 422')
	await page.locator('.ask > summary').click()
	const token = page.locator('#form-token')
	const good = await token.inputValue()
	await page.screenshot({ path: `${screenshots}form.png` })

	const part = o => Buffer.from(JSON.stringify(o)).toString('base64url')
	const mine = [part({ alg: 'RS256' }), part({ iss: 'https://mine.example', aud: 'mine', exp: 9999999999 }), 'AAAA'].join('.')
	await token.fill(mine)
	await page.getByRole('button', { name: 'Explain' }).click()
	assert.match(await verdict(page), /Not judged/)
	assert.equal(await page.locator('#form-issuer').inputValue(), '', 'the example\'s issuer does not count')
	assert.match(await page.locator('.advice').innerText(), /jwtexplain -issuer https:\/\/mine\.example -audience mine TOKEN/)
	await page.screenshot({ path: `${screenshots}own.png`, fullPage: true })
	await accessible(page, 'not judged')
	await page.getByRole('button', { name: 'expect just that' }).click()
	assert.equal(await page.locator('#form-issuer').inputValue(), 'https://mine.example')

	await page.locator('.ask > summary').click()
	await page.getByRole('link', { name: 'Clear' }).click()
	assert.equal(await token.inputValue(), '')
	await token.fill(`Bearer ${good}`)
	await page.locator('#form-keys').fill('https://issuer.example/jwks')
	await page.getByRole('button', { name: 'Explain' }).click()
	assert.match(await page.getByRole('alert').innerText(), /nothing is fetched from what is pasted/)
	assert.equal(await token.inputValue(), good, 'the form keeps the token')
})

test('markup in a token stays text', async t => {
	const page = await visit(t, '/token/rs256')
	const part = text => Buffer.from(text).toString('base64url')
	const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>\u202eevil'
	page.on('dialog', () => assert.fail('a script ran'))
	await page.locator('.ask > summary').click()
	await page.locator('#form-token').fill([
		part(JSON.stringify({ alg: 'RS256', kid: evil })), part(JSON.stringify({ [evil]: evil.repeat(9) })), part('x'.repeat(256)),
	].join('.'))
	await page.getByRole('button', { name: 'Explain' }).click()
	assert.match(await verdict(page), /Refused/)
	assert.equal(await page.locator('script, img').count(), 0)
	assert.match(await page.locator('#said-payload').innerText(), /<script>alert\(1\)<\/script>\\u202eevil/)
	await page.setViewportSize(narrow)
	await fits(page, 'a long value')
	await page.screenshot({ path: `${screenshots}hostile-narrow.png`, fullPage: true })
})

test('dark, when the reader wants it', async t => {
	const page = await visit(t, '/token/tampered')
	const light = await background(page.locator('body'))
	await openAll(page)
	await accessible(page, 'light', [])
	await page.emulateMedia({ colorScheme: 'dark' })
	assert.notEqual(await background(page.locator('body')), light)
	await accessible(page, 'dark', [])
	await page.screenshot({ path: `${screenshots}tampered-dark.png`, fullPage: true })
})

test('print is light, whole, and without the form', async t => {
	const page = await visit(t, '/token/tampered')
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
	assert.equal(await background(page.locator('body')), 'rgb(255, 255, 255)')
	assert.equal(await page.locator('form').isVisible(), false)
	assert.equal(await page.locator('.gallery').isVisible(), false)
	assert.ok(await page.locator('details .bytes b').first().isVisible(), 'what is folded on the screen is printed')
	assert.equal((await page.pdf({ format: 'A4' })).subarray(0, 5).toString(), '%PDF-')
	await page.screenshot({ path: `${screenshots}tampered-print.png`, fullPage: true })
})

test('another site cannot send a token here', async t => {
	await context.route('http://evil.example/', route => route.fulfill({
		contentType: 'text/html',
		body: `<form method="post" action="${server.url}/"><input name="token" value="a.b.c"></form><script>document.forms[0].submit()</script>`,
	}))
	const page = await context.newPage()
	t.after(() => page.close())
	const answered = page.waitForResponse(server.url + '/')
	await page.goto('http://evil.example/')
	assert.equal((await answered).status(), 403)
})

test('another name for this machine gets no answer', async t => {
	const page = await context.newPage()
	t.after(() => page.close())
	const response = await page.goto(server.url.replace('127.0.0.1', 'rebinding.example'))
	assert.equal(response.status(), 421)
	assert.equal(await page.locator('#verdict').count(), 0)
})

test('a file of its own: -o', async t => {
	const file = await server.writePage('tampered')
	const page = await context.newPage()
	const wrong = []
	page.on('console', m => wrong.push(m.text()))
	page.on('request', r => r.url() === `file://${file}` || wrong.push(r.url()))
	await page.setViewportSize(wide)
	await page.goto(`file://${file}`)
	assert.match(await verdict(page), /Refused/)
	assert.notEqual(await background(page.locator('.verdict')), 'rgba(0, 0, 0, 0)', 'the style is there')
	await accessible(page, 'file')
	await page.screenshot({ path: `${screenshots}file.png`, fullPage: true })
	await page.close()
	assert.deepEqual(wrong, [])
})
