"""The calculator: who can pay what. The rules are linear limits, so the answer is a linear programme over them."""
