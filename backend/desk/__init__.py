"""The desk of an office: pasted chats, calls, notes, snippets, bulk acts, hand-over, to-do inbox."""
