"""`python -m console.demo.market`: the market by itself."""

from console.demo.market.serving import main

main()
