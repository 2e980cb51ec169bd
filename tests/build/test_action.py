from pipeline.build import Action
from pipeline.build.action import with_inputs


def action(recipe: object = "flour", *inputs: Action, **more: object) -> Action:
    given = {"kind": "pancake", "suffix": ".txt"} | more
    return Action(recipe=recipe, inputs=inputs, **given)  # type: ignore[arg-type]


def test_the_key_is_the_recipe_and_nothing_but_the_recipe():
    assert action(label="for Monday", cost=3.0).key == action(label="for Tuesday").key


def test_the_key_changes_with_kind_recipe_and_inputs():
    dough = action("dough")

    assert len({one.key for one in (action(), action("milk"), action("flour", dough), action(kind="waffle"))}) == 4


def test_inputs_come_before_what_is_made_from_them_and_once():
    dough = action("dough")
    pancake, waffle = action("pancake", dough), action("waffle", dough)

    assert list(with_inputs([pancake, waffle])) == [dough, pancake, waffle]
