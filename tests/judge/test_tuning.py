"""Thresholds fitted to labels: never worse on those held back, and the same whoever asks."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.thresholds import SPANS, Thresholds
from monitor.judge.tuning import EACH_NEEDED, NEEDED, Label, enough, fit, measure, tune


def labels(count: int, *, border: float, seed: int = 1, noise: float = 0.0) -> list[Label]:
    """Labels whose yes begins at `border`, some of them wrong."""
    dice = random.Random(seed)
    scores = [dice.uniform(0.2, 1.0) for _ in range(count)]
    return [
        Label(str(number), score, (score >= border) != (dice.random() < noise))
        for number, score in enumerate(scores)
    ]


def test_a_threshold_moves_to_where_people_draw_the_line() -> None:
    tuned = tune({"belongs": labels(200, border=0.62)}, Thresholds())
    (result,) = tuned.results
    assert tuned.thresholds.belongs == pytest.approx(0.62, abs=0.03)
    assert result.after.right > result.before.right
    assert (tuned.thresholds.answers, tuned.worse) == (Thresholds().answers, ())


def test_of_thresholds_that_do_equally_well_the_old_one_stays() -> None:
    sharp = [Label(str(n), 0.9 if n % 2 else 0.3, bool(n % 2)) for n in range(60)]
    assert tune({"belongs": sharp}, Thresholds()).thresholds == Thresholds()


def test_a_fit_that_does_not_hold_is_refused_as_a_whole() -> None:
    given_ = labels(400, border=0.5)
    turned = [
        Label(one.article, one.score, (one.score >= 0.7) if not one.held_back else one.right)
        for one in given_
    ]
    tuned = tune({"belongs": turned, "answers": labels(200, border=0.9)}, Thresholds())
    assert tuned.worse == ("belongs",)
    assert tuned.thresholds == Thresholds()


@pytest.mark.parametrize(
    ("count", "right", "is_enough"),
    [
        (NEEDED - 1, 20, False),
        (NEEDED, EACH_NEEDED - 1, False),
        (NEEDED, NEEDED - EACH_NEEDED + 1, False),
        (NEEDED, EACH_NEEDED, True),
    ],
)
def test_few_labels_or_labels_of_one_sort_say_nothing(
    count: int, right: int, is_enough: bool
) -> None:
    given_ = [Label(str(number), 0.5, number < right) for number in range(count)]
    assert enough(given_) is is_enough
    tuned = tune({"belongs": given_}, Thresholds())
    assert (tuned.too_few.get("belongs") is None) is is_enough


def test_a_wrong_answer_costs_more_than_a_missed_one() -> None:
    mixed = [Label(str(n), 0.85 + n / 1000, n % 5 > 0) for n in range(100)]
    tuned = tune({"answers": mixed}, Thresholds())
    assert tuned.thresholds.answers > 0.94


def test_joining_never_asks_for_more_than_being_surely_the_same() -> None:
    tuned = tune({"belongs": labels(300, border=0.79)}, Thresholds(surely_the_same=0.6))
    assert tuned.thresholds.belongs <= tuned.thresholds.surely_the_same == 0.6


@pytest.mark.parametrize("name", SPANS)
def test_thresholds_beyond_sense_are_refused(name: str) -> None:
    least, most = SPANS[name]
    for value in (least - 0.01, most + 0.01):
        with pytest.raises(ValueError, match=name):
            Thresholds(**{name: value})


_LABELS = st.lists(
    st.builds(
        Label,
        st.integers(0, 10_000).map(str),
        st.floats(0, 1).map(lambda score: round(score, 4)),
        st.booleans(),
    ),
    max_size=150,
)


@given(_LABELS, _LABELS, _LABELS)
def test_what_comes_out_is_never_worse_on_labels_held_back(
    belongs: list[Label], same: list[Label], answers: list[Label]
) -> None:
    given_ = {"belongs": belongs, "surely_the_same": same, "answers": answers}
    old = Thresholds()
    tuned = tune(given_, old)
    for result in tuned.results:
        if tuned.worse:
            assert tuned.thresholds == old
        else:
            assert result.after.cost <= result.before.cost
            assert getattr(tuned.thresholds, result.name) == result.new


@given(_LABELS, st.randoms())
def test_the_order_of_labels_is_of_no_account(given_: list[Label], dice: random.Random) -> None:
    shuffled = list(given_)
    dice.shuffle(shuffled)
    assert tune({"belongs": given_}, Thresholds()) == tune({"belongs": shuffled}, Thresholds())


@given(_LABELS, st.floats(0.3, 0.8))
def test_on_the_labels_it_is_fitted_to_a_threshold_only_gets_better(
    given_: list[Label], old: float
) -> None:
    new = fit(given_, old, 0.3, 0.8, 1.0)
    assert 0.3 <= new <= 0.8
    assert measure(given_, new, 1.0).cost <= measure(given_, old, 1.0).cost
