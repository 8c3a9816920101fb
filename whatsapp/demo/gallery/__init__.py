"""Every bubble there is on one page, to be looked at: samples (what they say) · pages (the page).

Nothing of it is stored, and only the demo has the page.
"""
