"""Question banks as people write them: Word documents and plain text.

`document.py` turns a Word file, `text_file.py` a text, into lines with marks (`lines.py`); from there on both are read
alike: `sights.py` says what a line by itself looks like, `sorting.py` sorts lines into drafts of questions,
`signals.py` and `answer_lists.py` find their keys, `bank.py` puts it all together. A new wording is an entry in
`wording.py`.
"""
