"""What if: a plan under other assumptions, beside itself, and how much hangs on each of them."""
