"""QTI, the exchange of questions that 1EdTech (once IMS) standardises: versions 1.2, 2.1, 2.2 and 3.0.

`files.py` finds the files of a package that hold questions, `version1.py` and `version2.py` read them (3.0 is 2.x under
other names: `markup.py`), `writing.py` writes 3.0. Specifications: www.1edtech.org/standards/qti.
"""
