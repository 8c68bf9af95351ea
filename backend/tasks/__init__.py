"""The task 任务: what a department does for a case, by when, and what it answers."""
