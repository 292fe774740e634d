"""How grave an emergency is: category, casualty figures, event grade.

The event grade (事件等级) drives the 5 h and 24 h windows. It is not the opinion grade (舆情等级),
an office's own triage by urgency and attention, which this product never mixes with it.
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class EventGrade(StrEnum):
    """The four legal grades of an emergency (突发事件应对法 art. 3), gravest first."""

    ESPECIALLY_GRAVE = "特别重大"
    GRAVE = "重大"
    LARGER = "较大"
    GENERAL = "一般"

    @property
    def rank(self) -> int:
        """4 for the gravest, 1 for the least."""
        return {"特别重大": 4, "重大": 3, "较大": 2, "一般": 1}[self.value]

    @property
    def starts_short_windows(self) -> bool:
        """True for the two grades that the national 5 h and 24 h windows name."""
        return self.rank >= 3

    @property
    def english(self) -> str:
        """The word used in English text."""
        return {4: "especially grave", 3: "grave", 2: "larger", 1: "general"}[self.rank]


def gravest(*grades: EventGrade | None) -> EventGrade | None:
    """The gravest of those given, or None where none is known."""
    known = [grade for grade in grades if grade is not None]
    return max(known, key=lambda grade: grade.rank, default=None)


class Category(StrEnum):
    """What kind of matter an incident is. The first group are emergencies (突发事件)."""

    WORK_ACCIDENT = "work_accident"
    TRAFFIC = "traffic"
    FIRE = "fire"
    GEOLOGICAL = "geological"
    EARTHQUAKE = "earthquake"
    WEATHER = "weather"
    ENVIRONMENT = "environment"
    PUBLIC_HEALTH = "public_health"
    FOOD_SAFETY = "food_safety"
    SOCIAL_SAFETY = "social_safety"
    CRIME = "crime"
    LIVELIHOOD = "livelihood"
    CONDUCT = "conduct"
    RUMOUR = "rumour"
    OTHER = "other"

    @property
    def is_emergency(self) -> bool:
        """True for the kinds whose grade can start the 5 h and 24 h windows."""
        return self not in (
            Category.LIVELIHOOD,
            Category.CONDUCT,
            Category.RUMOUR,
            Category.OTHER,
        )

    @property
    def chinese(self) -> str:
        """The word shown to an officer."""
        return _CHINESE[self.value]


_CHINESE = {
    "work_accident": "生产安全事故",
    "traffic": "交通事故",
    "fire": "火灾",
    "geological": "地质灾害",
    "earthquake": "地震",
    "weather": "气象灾害",
    "environment": "突发环境事件",
    "public_health": "公共卫生事件",
    "food_safety": "食品安全",
    "social_safety": "社会安全事件",
    "crime": "刑事案件",
    "livelihood": "民生诉求",
    "conduct": "公职与执法行为",
    "rumour": "谣言",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Casualties and loss as a text states them; None means not stated, 0 means stated as none."""

    dead: int | None = None
    missing: int | None = None
    dead_or_missing: int | None = None
    serious: int | None = None
    injured: int | None = None
    evacuated: int | None = None
    loss_yuan: int | None = None

    def stated(self) -> dict[str, int]:
        """Only what is stated, by field name."""
        return {
            item.name: getattr(self, item.name)
            for item in fields(self)
            if getattr(self, item.name) is not None
        }


@dataclass(frozen=True, slots=True)
class Grading:
    """The event grade, as confirmed by what is stated and as possible if the worst is counted."""

    confirmed: EventGrade | None = None
    possible: EventGrade | None = None
    reasons: tuple[str, ...] = ()
