// Draws each page of PAGES/light and PAGES/dark as a phone shows it, a small PNG: node shoot.mjs PAGES PICTURES [CHROMIUM]
// Chromium is Debian's. It is told to ask nobody anything, and to run without its sandbox, as CI's root has none.
// The letters are Inter's, which Element uses too: so a picture does not depend on the fonts of a machine.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";

const [pages, pictures, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const COLOURS = 32; // enough for letters and two small drawings, and a third of the size
const faces = ["400-normal", "400-italic", "600-normal", "700-normal"].map((face) => {
  const [weight, style] = face.split("-");
  const file = fileURLToPath(import.meta.resolve(`@fontsource/inter/files/inter-latin-${face}.woff2`));
  const source = `data:font/woff2;base64,${readFileSync(file).toString("base64")}`;
  return `@font-face { font-family: Inter; font-weight: ${weight}; font-style: ${style}; src: url("${source}"); }`;
});

async function draw(browser, look) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, colorScheme: look });
  const page = await context.newPage();
  for (const file of readdirSync(join(pages, look)).filter((name) => name.endsWith(".html")).sort()) {
    await page.goto(pathToFileURL(resolve(pages, look, file)).href);
    await page.addStyleTag({ content: faces.join("\n") });
    await page.evaluate(() => document.fonts.ready);
    const picture = await page.locator("body").screenshot();
    await sharp(picture).png({ palette: true, colours: COLOURS, effort: 10 }).toFile(join(pictures, `${basename(file, ".html")}.png`));
  }
  await context.close();
}

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath, args: quiet });
try {
  for (const look of ["light", "dark"]) await draw(browser, look);
} finally {
  await browser.close();
}
