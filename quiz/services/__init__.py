"""One function per journey: services own the clock and the transaction, and speak in frozen values."""
