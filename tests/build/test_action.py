import pickle

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


def test_alone_it_has_its_own_key_and_recipe_and_knows_its_inputs_by_key_only():
    flour = action("x" * 100_000)
    dough = action("dough", action("milk", flour), suffix=".bin")

    alone = pickle.loads(pickle.dumps(dough.alone()))

    assert (alone.key, alone.recipe, alone.described()) == (dough.key, "dough", dough.described())
    assert [(step.key, step.suffix, step.recipe) for step in alone.inputs] == [(dough.inputs[0].key, ".txt", None)]
    assert len(pickle.dumps(alone)) < 1000
