"""The event grade: bounds of every row, words of an authority, and what is no grade."""

import pytest

from monitor.domain.severity import Category, EventGrade, Figures
from monitor.judge.grading import grade
from monitor.text.figures import read_figures

TOP, GRAVE, LARGER, GENERAL = EventGrade

BOUNDS = [
    (Category.WORK_ACCIDENT, "dead", {1: GENERAL, 2: GENERAL, 3: LARGER, 9: LARGER, 10: GRAVE}),
    (Category.WORK_ACCIDENT, "dead", {29: GRAVE, 30: TOP}),
    (Category.WORK_ACCIDENT, "serious", {9: GENERAL, 10: LARGER, 49: LARGER, 50: GRAVE, 100: TOP}),
    (
        Category.WORK_ACCIDENT,
        "loss_yuan",
        {9_999_999: GENERAL, 10_000_000: LARGER, 50_000_000: GRAVE, 100_000_000: TOP},
    ),
    (Category.TRAFFIC, "dead", {2: GENERAL, 3: LARGER, 10: GRAVE, 30: TOP}),
    (Category.FIRE, "dead", {2: GENERAL, 3: LARGER, 10: GRAVE, 30: TOP}),
    (Category.GEOLOGICAL, "loss_yuan", {999_999: GENERAL, 1_000_000: LARGER, 10_000_000: TOP}),
    (Category.EARTHQUAKE, "dead", {9: GENERAL, 10: LARGER, 49: LARGER, 50: GRAVE, 300: TOP}),
    (Category.WEATHER, "dead", {29: None, 30: TOP}),
    (
        Category.ENVIRONMENT,
        "evacuated",
        {4_999: GENERAL, 5_000: LARGER, 10_000: GRAVE, 50_000: TOP},
    ),
    (Category.ENVIRONMENT, "loss_yuan", {4_999_999: GENERAL, 5_000_000: LARGER, 20_000_000: GRAVE}),
    (Category.FOOD_SAFETY, "injured", {29: None, 30: GENERAL, 99: GENERAL, 100: LARGER}),
    (Category.FOOD_SAFETY, "dead", {1: LARGER, 10: GRAVE}),
    (Category.CRIME, "dead", {30: None}),
    (Category.RUMOUR, "dead", {30: None}),
    (Category.CONDUCT, "dead", {30: None}),
]


@pytest.mark.parametrize(
    ("category", "field", "value", "expected"),
    [(kind, field, value, to) for kind, field, row in BOUNDS for value, to in row.items()],
)
def test_bounds_include_their_number(
    category: Category, field: str, value: int, expected: EventGrade | None
) -> None:
    grading = grade(category, Figures(**{field: value}), "", "", official=True)
    assert grading.confirmed is expected


def test_the_missing_are_only_possibly_dead() -> None:
    grading = grade(Category.WORK_ACCIDENT, Figures(dead=9, missing=1), "", "", official=False)
    assert (grading.confirmed, grading.possible) == (LARGER, GRAVE)
    assert any("493" in reason for reason in grading.reasons)


def test_a_joint_figure_confirms_nothing_but_for_an_earthquake() -> None:
    joint = Figures(dead_or_missing=12)
    landslide = grade(Category.GEOLOGICAL, joint, "", "", official=True)
    assert (landslide.confirmed, landslide.possible) == (None, GRAVE)
    assert grade(Category.EARTHQUAKE, joint, "", "", official=True).confirmed is LARGER


def test_the_injured_are_only_possibly_gravely_hurt() -> None:
    grading = grade(Category.TRAFFIC, Figures(injured=52, serious=9), "", "", official=False)
    assert (grading.confirmed, grading.possible) == (GENERAL, GRAVE)


def test_a_lower_bound_is_open_upward() -> None:
    figures = Figures(dead=9)
    assert grade(Category.FIRE, figures, "火灾致9人死亡", "", official=False).possible is LARGER
    assert grade(Category.FIRE, figures, "火灾致至少9人死亡", "", official=False).possible is GRAVE


def test_more_than_a_hundred_poisoned_and_a_death() -> None:
    hundred = grade(Category.FOOD_SAFETY, Figures(injured=100, dead=1), "", "", official=True)
    more = grade(Category.FOOD_SAFETY, Figures(injured=101, dead=1), "", "", official=True)
    assert (hundred.confirmed, more.confirmed) == (LARGER, GRAVE)


def test_a_crowd_is_graded_but_an_attack_is_left_to_a_person() -> None:
    figures = Figures(dead=3)
    crowd = grade(Category.SOCIAL_SAFETY, figures, "两村聚众械斗", "", official=True)
    attack = grade(Category.SOCIAL_SAFETY, figures, "车站遇袭", "", official=True)
    assert crowd.confirmed is GRAVE
    assert (attack.confirmed, attack.possible) == (None, GRAVE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临溪县成立特别重大火灾事故调查组", TOP),
        ("经认定,这是一起较大道路交通事故", LARGER),
        ("该事件被定为Ⅱ级突发环境事件", GRAVE),
        ("重大(Ⅱ级)突发环境事件", GRAVE),
        ("县里启动Ⅰ级应急响应", None),
        ("推进重大项目,实现重大突破,履行重大决策程序", None),
        ("防范遏制重特大火灾事故", None),
        ("排查重大事故隐患", None),
        ("启动重大突发事件应急预案", None),
        ("妥善应对重大舆情", None),
    ],
)
def test_grade_words_of_an_authority(text: str, expected: EventGrade | None) -> None:
    assert grade(Category.FIRE, Figures(), "", text, official=True).confirmed is expected


def test_words_beat_numbers_only_where_an_authority_speaks() -> None:
    title = "临溪发生重大交通事故致2死1伤"
    figures = Figures(dead=2, injured=1)
    assert grade(Category.TRAFFIC, figures, title, "", official=True).confirmed is GRAVE
    press = grade(Category.TRAFFIC, figures, title, "", official=False)
    assert (press.confirmed, press.possible) == (GENERAL, GENERAL)
    assert any("新闻用语" in reason for reason in press.reasons)


def test_a_magnitude_makes_a_grade_possible_only() -> None:
    grading = grade(Category.EARTHQUAKE, Figures(), "临溪发生5.2级地震", "", official=True)
    assert (grading.confirmed, grading.possible) == (None, GRAVE)


def test_an_unknown_kind_is_graded_with_low_confidence() -> None:
    grading = grade(Category.OTHER, Figures(dead=3), "", "", official=False)
    assert grading.confirmed is LARGER
    assert any("把握较低" in reason for reason in grading.reasons)


MORE_BOUNDS = [
    (Category.TRAFFIC, "serious", {9: GENERAL, 10: LARGER, 50: GRAVE, 99: GRAVE, 100: TOP}),
    (Category.FIRE, "dead", {9: LARGER, 10: GRAVE, 29: GRAVE, 30: TOP}),
    (Category.FIRE, "serious", {49: LARGER, 50: GRAVE, 99: GRAVE, 100: TOP}),
    (Category.FIRE, "loss_yuan", {49_999_999: LARGER, 50_000_000: GRAVE, 100_000_000: TOP}),
    (Category.GEOLOGICAL, "dead", {2: GENERAL, 3: LARGER, 9: LARGER, 10: GRAVE, 30: TOP}),
    (Category.GEOLOGICAL, "loss_yuan", {4_999_999: LARGER, 5_000_000: GRAVE, 9_999_999: GRAVE}),
    (Category.EARTHQUAKE, "missing", {9: GENERAL, 10: LARGER, 50: GRAVE, 299: GRAVE, 300: TOP}),
    (Category.ENVIRONMENT, "dead", {2: GENERAL, 3: LARGER, 10: GRAVE, 30: TOP}),
    (Category.ENVIRONMENT, "serious", {10: LARGER, 50: GRAVE, 100: TOP}),
    (Category.ENVIRONMENT, "evacuated", {9_999: LARGER, 49_999: GRAVE, 50_000: TOP}),
    (Category.ENVIRONMENT, "loss_yuan", {19_999_999: LARGER, 99_999_999: GRAVE, 100_000_000: TOP}),
    (Category.FOOD_SAFETY, "dead", {9: LARGER, 10: GRAVE}),
    (Category.OTHER, "dead", {9: LARGER, 10: GRAVE, 29: GRAVE, 30: TOP}),
    (Category.SOCIAL_SAFETY, "dead", {3: None, 30: None}),
]


@pytest.mark.parametrize(
    ("category", "field", "value", "expected"),
    [(kind, field, value, to) for kind, field, row in MORE_BOUNDS for value, to in row.items()],
)
def test_every_row_of_the_table_at_its_bounds(
    category: Category, field: str, value: int, expected: EventGrade | None
) -> None:
    grading = grade(category, Figures(**{field: value}), "", "", official=True)
    assert grading.confirmed is expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(dead=4), None),
        (Figures(dead=5), GRAVE),
        (Figures(injured=49), GENERAL),
        (Figures(injured=50), GRAVE),
    ],
)
def test_acute_occupational_poisoning(figures: Figures, expected: EventGrade | None) -> None:
    text = "经诊断为急性职业中毒"
    grading = grade(Category.PUBLIC_HEALTH, figures, "", text, official=True)
    assert grading.confirmed is (expected if expected is not GENERAL else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("约4999人聚集在县政府门前", GRAVE),
        ("5000余人围堵收费站", TOP),
        ("聚集群众约1000人", GRAVE),
        ("999名群众上访", None),
        ("两村500人械斗", TOP),
        ("两村200人械斗", GRAVE),
        ("两村199人械斗", None),
        ("数千人聚集", None),  # a size is no count
    ],
)
def test_a_crowd_makes_a_grade_possible_only(text: str, expected: EventGrade | None) -> None:
    grading = grade(Category.SOCIAL_SAFETY, Figures(), "", text, official=True)
    assert (grading.confirmed, grading.possible) == (None, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("污染导致云岭市区饮用水水源取水中断", TOP),
        ("县城水厂停止取水", GRAVE),
        ("全镇饮用水水源暂停取水", LARGER),
        ("县城供水正常", None),
    ],
)
def test_drinking_water_cut_off_at_its_source(text: str, expected: EventGrade | None) -> None:
    grading = grade(Category.ENVIRONMENT, Figures(), "", text, official=True)
    assert (grading.confirmed, grading.possible) == (None, expected)


def test_a_loss_in_yi_reaches_the_top() -> None:
    figures = read_figures("", "爆炸造成直接经济损失1.02亿元。").figures
    assert grade(Category.WORK_ACCIDENT, figures, "", "", official=True).confirmed is TOP
