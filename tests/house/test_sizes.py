"""Rooms stay small: files under 400 lines, functions under 50."""

import ast

import pytest

from tests.house.house import code_files, relative

MOST_LINES, MOST_IN_A_FUNCTION = 400, 50


@pytest.mark.parametrize("path", code_files(), ids=relative)
def test_a_file_has_fewer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < MOST_LINES


@pytest.mark.parametrize("path", [p for p in code_files() if p.suffix == ".py"], ids=relative)
def test_a_function_has_fewer_than_50_lines(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 >= MOST_IN_A_FUNCTION
    }
    assert not long
