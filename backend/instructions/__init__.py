"""What a leader does with a case: read it, forward it, instruct on it, and hear what came of it.

An instruction (批示) and a forward (转发) are one machine. Words never change: a correction is a new
instruction. Each department named acknowledges and reports back on a line of its own.
"""
