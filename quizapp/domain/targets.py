"""What share of each group the plan wants to reach. A group without an entry has no target.

Source: Kế hoạch 139/KH-UBND ngày 27/5/2026 của UBND xã Hòa An, II.2.1 (100% of officials) and II.2.2 (at least
80% of residents by 2030), read as shares that take part.
"""

from collections.abc import Mapping

TARGETS: Mapping[str, int] = {"officials": 100, "residents": 80}  # by group, percent of the headcount
