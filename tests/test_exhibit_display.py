import json

from figures import items
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from csatreport.exhibit import charts, claim, prose, show, tables
from csatreport.exhibit.display import bundle
from csatreport.records import MIME, from_json


def exhibits():
    best = items().highest()
    return [
        claim("a", en="<b>{x.label}</b>: {x}", zh="{x.label}:{x}", x=best),
        charts.dots("b", items(3)),
        tables.estimates("c", items(3)),
        prose.text("d", en="Words.", zh="文字。"),
    ]


def test_every_exhibit_is_one_output_in_order_and_carries_its_record():
    made = exhibits()
    InteractiveShell.instance()  # display() prints where no shell runs
    with capture_output() as captured:
        show(*made)
    assert [from_json(json.loads(json.dumps(o.data[MIME]))) for o in captured.outputs] == made
    assert captured.stdout == captured.stderr == ""


def test_the_bundle_is_readable_in_a_notebook_and_never_lets_text_become_markup():
    for record in exhibits():
        data = bundle(record)
        assert data["text/plain"] == record.id
        assert "<b>" not in data["text/html"]
