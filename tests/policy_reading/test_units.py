"""Lists of responsible units, and the tables they stand in."""

import pytest

from monitor.policy_reading.cleaning import clean_lines
from monitor.policy_reading.source import Grid, Line, spread
from monitor.policy_reading.tables import Table, find_tables
from monitor.policy_reading.unit_names import has_unit_label, is_unit_list, read_units


def lines(text: str) -> tuple[Line, ...]:
    raw = [Line(number, line) for number, line in enumerate(text.splitlines(), 1) if line]
    return clean_lines(raw, printed=True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县应急局、县公安局", ["县应急局", "县公安局"]),
        ("县财政局牵头,县直各部门配合", ["县财政局", "县直各部门"]),
        ("责任单位:县政府办、各乡镇(街道)", ["县政府办", "各乡镇(街道)"]),
        ("责任单位县政府办、县发改县经信局", ["县政府办", "县发改", "县经信局"]),
        ("县卫健局、县医保局等部门", ["县卫健局", "县医保局"]),
        ("县人社局、县卫健局分别落实", ["县人社局", "县卫健局"]),
        ("云岭市生态环境局临溪县分局", ["云岭市生态环境局临溪县分局"]),
    ],
)
def test_units_are_taken_apart(text: str, names: list[str]) -> None:
    assert [unit.name for unit in read_units(text)] == names


def test_who_leads_and_who_is_everybody_is_kept() -> None:
    leads, everybody = read_units("县财政局牵头,各有关部门配合")
    assert (leads.leads, leads.named) == (True, True)
    assert (everybody.leads, everybody.named) == (False, False)


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("县应急局、县公安局", True),
        ("各乡镇(街道)、县政府各部门", True),
        ("办公室", True),
        ("完善县级目录,由县政府办公室公布", False),
        ("持续推进", False),
        ("建立健全信息公开制度。", False),
    ],
)
def test_a_cell_of_units_is_told_from_a_cell_of_words(text: str, is_list: bool) -> None:
    assert is_unit_list(text) is is_list


def test_a_sentence_about_responsibility_is_no_label() -> None:
    assert has_unit_label("责任单位:县政府办")
    assert not has_unit_label("责任单位要按月报送进展情况,逐项抓好落实")


FLATTENED = """
序号
工作任务
具体要求
责任单位
一、推进公开
1
决策公开
公布决策目录。
县政府办公室
2
征求意见不少于30日。
各乡镇、县直各部门
3
召开听证会。
5
执行公开
公开进展。
县发展改革局
二、回应关切
6
每季度会商一次。
县委宣传部
抄送:县委办公室,县人大办公室。以上任务按期完成,由县政府办公室督促。
"""


def table_of(text: str) -> Table:
    (table,), _ = find_tables(lines(text), ())
    return table


def test_a_flattened_table_keeps_its_rows_and_says_which_cells_were_merged() -> None:
    table = table_of(FLATTENED)
    rows = {row.item: row for row in table.rows}
    assert [unit.name for unit in rows[2].units] == ["各乡镇", "县直各部门"]
    assert rows[3].units == rows[2].units
    assert [rows[item].merged for item in (1, 2, 3, 5, 6)] == [False, False, True, False, False]
    assert [row.task for row in table.rows][:3] == ["决策公开"] * 3
    assert table.missing == (4,)


def test_a_merged_cell_does_not_reach_over_a_section() -> None:
    text = (
        "序号\n任务\n责任单位\n一、公开\n1\n公布目录。\n县政府办\n"
        "二、回应\n2\n按月会商。\n3\n通报。\n县委办"
    )
    rows = table_of(text).rows
    assert [row.units for row in rows][1] == ()
    assert not rows[1].merged


def test_what_follows_a_table_is_read_as_text() -> None:
    _, rest = find_tables(lines(FLATTENED), ())
    assert [line.text[:3] for line in rest] == ["抄送:"]


def test_a_first_column_before_the_number_names_the_task() -> None:
    text = (
        "工作任务\n具体要求\n责任科室\n时限要求\n公开文件\n1\n清理。\n办公室\n年底前\n"
        "做好解读\n2\n解读。\n各科室\n持续推进"
    )
    first, second = table_of(text).rows
    assert (first.task, first.limit, second.task) == ("公开文件", "年底前", "做好解读")


def test_a_table_with_cells_is_read_by_its_header() -> None:
    grid = Grid(
        7,
        (
            ("序号", "任务", "牵头单位", "配合单位", "完成时限"),
            ("1", "改版网站", "县政府办", "县融媒体中心", "9月底"),
        ),
    )
    (table,), _ = find_tables((), [grid])
    (row,) = table.rows
    assert [(unit.name, unit.leads) for unit in row.units] == [
        ("县政府办", True),
        ("县融媒体中心", False),
    ]
    assert (row.limit, row.line) == ("9月底", 8)


def test_other_tables_are_read_as_text() -> None:
    grid = Grid(1, (("栏目", "要求"), ("要闻动态", "每两周至少更新一次内容")))
    tables, rest = find_tables((), [grid])
    assert tables == ()
    assert [line.text for line in rest] == ["每两周至少更新一次内容"]


def test_merged_cells_are_written_out() -> None:
    rows = [[("甲", 1, 2), ("乙", 1, 1)], [("丙", 1, 1)], [("丁", 2, 9)]]
    assert spread(rows) == (("甲", "乙"), ("甲", "丙"), ("丁", "丁"))
