"""What leaves the system as a file: lists as CSV and Excel, a dispatch sheet as Word.

An export holds what its maker saw on the screen, masked alike, and is written down with its count.
The file itself is never kept: it is made when its signed link is followed, from the rows that were
counted, through what the maker may still see.
"""
