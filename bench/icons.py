"""The app's icons, drawn anew from static/favicon.svg by the system's Chromium; run it when that has changed.

python -m bench.icons
"""

from pathlib import Path

from playwright.sync_api import Browser

from bench.screenshots import a_browser

STATIC = Path(__file__).parent.parent / "static"
GREEN = "#0a7d5c"

ICONS = {  # name: size, part of it that the drawing fills, ground
    "any-192": (192, 1.0, "transparent"),
    "any-512": (512, 1.0, "transparent"),
    "maskable-512": (512, 0.9, GREEN),  # whatever a phone cuts off outside the circle of 80 % is green only
    "apple-180": (180, 1.0, GREEN),  # iOS rounds the corners itself
}


def main() -> None:
    with a_browser() as browser:
        for name, (size, part, ground) in ICONS.items():
            draw(browser, name, size, part, ground)
            print(f"static/app/{name}.png")


def draw(browser: Browser, name: str, size: int, part: float, ground: str) -> None:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(
        f"<style>body {{ margin: 0; background: {ground}; display: grid; place-items: center; height: 100vh }}"
        f"svg {{ display: block; width: {part:.0%} }}</style>{(STATIC / 'favicon.svg').read_text()}"
    )
    page.screenshot(path=STATIC / "app" / f"{name}.png", omit_background=True)
    page.close()


if __name__ == "__main__":
    main()
