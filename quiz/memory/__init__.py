"""Scheduling, picking and statistics: no clock, no randomness, no IO."""
