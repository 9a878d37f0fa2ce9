"""Scenarios of a plan: other assumptions, their comparison, sensitivity and simulation."""
