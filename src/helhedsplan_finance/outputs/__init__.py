"""What people look at: charts, pages, notebooks and CSV. Outputs take a plan and its answers, and give nothing back."""
