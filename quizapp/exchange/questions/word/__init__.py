"""Question banks as people write them: Word documents and plain text, read alike after the first step.

A map of the steps, each a module or two:

1. *Document*: `docx.py` opens the package, `document.py` follows its XML; `paragraphs.py` (with `styles.py`,
   `numbering.py`, `properties.py`, `omml.py`, `symbols.py`, `legacy_fonts.py`) says what a reader sees of a paragraph.
   A text comes in by `text_file.py`.
2. *Lines* (`lines.py`): text with marks such as "bold", automatic labels, tables; look-alike signs are made plain.
3. *Sights*: `sights.py` says what a line by itself looks like, by the patterns in `wording.py` (a new wording is an
   entry there) and `inline.py`; `tables.py`, `table_rows.py` and `answer_grids.py` say it of tables. Neighbours then
   mend what a line alone can't tell: `restarts.py` (lists not restarted, bullets) and `label_typos.py`.
4. *Questions*: `sorting.py`, on `option_lines.py` and `question_lines.py`, takes the sights one by one into drafts
   (`drafts.py`); `habits.py` tells how the document writes, `headings.py` the topic, `passages.py` what is read before
   a question; `finishing.py` does what needs all drafts.
5. *Keys*: `deciding.py` weighs what lines say (`key_lines.py`), what lists say (`answering.py`, `answer_lists.py`) and
   what marks say (`signals.py`).
6. *Bank*: `bank.py` runs the steps and turns drafts into questions with their problems.

The other way, `writing.py` and `paper.py` write documents on a `page.py`.
"""
