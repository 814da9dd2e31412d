// Draws every page of a folder as a phone shows it, in light and in dark: node shoot.mjs PAGES PICTURES [CHROMIUM]
// Chromium is Debian's. It is told to ask nobody anything, and to run without its sandbox, as CI's root has none.
import { readdirSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [pages, pictures, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath, args: quiet });
try {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, colorScheme });
    const page = await context.newPage();
    for (const file of readdirSync(pages).filter((name) => name.endsWith(".html")).sort()) {
      await page.goto(pathToFileURL(resolve(pages, file)).href);
      await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${colorScheme}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
}
