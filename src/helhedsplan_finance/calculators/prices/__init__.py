"""Price series: what is known of them and from where, and a budget carried to the prices of its years."""
