"""What each command does: reads files, calls the engine, chooses a report."""
