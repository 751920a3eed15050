"""Scripts that run inside a drawn page (页面脚本): they look, mark and click, and change nothing else.

Put together by `crawler.browser.page_scripts`; each file adds its functions to the object `hubiao`.
"""
