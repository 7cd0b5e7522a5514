"""Runs the native command as people and programs do.

    python3 tests/cli/cli_test.py build/native/lushan
"""

import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

LUSHAN = sys.argv.pop(1) if len(sys.argv) > 1 else "build/native/lushan"


def shapes(safetensors):
    """name -> shape, from the bytes of a safetensors file"""
    (length,) = struct.unpack_from("<Q", safetensors)
    header = json.loads(safetensors[8:8 + length])
    return {name: entry["shape"] for name, entry in header.items() if name != "__metadata__"}


def circle(**changes):
    layers = [{"kind": "dense", "units": 4}, {"kind": "dense", "units": 3}]
    train = {"optimizer": {"kind": "adam", "lr": 0.01}, "batch": 10}
    document = {"lushan": 1, "seed": 7, "task": {"kind": "circle"}, "model": {"layers": layers},
                "train": train}
    return json.dumps({**document, **changes})


def run(*arguments, document=None, folder=None):
    return subprocess.run([Path(LUSHAN).resolve(), *arguments], input=document, cwd=folder,
                          capture_output=True, text=True, timeout=120)


class Command(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def good(self, *arguments, document=None):
        done = run(*arguments, document=document, folder=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_trains_saves_and_evaluates_the_same_network(self):
        lines = self.good("train", "-", "--steps", "200", "--out", "w.safetensors", "--json",
                          document=circle())
        records = [json.loads(line) for line in lines.splitlines()]
        self.assertEqual([records[0]["step"], records[-1]["step"]], [0, 200])
        self.assertLess(records[-1]["test"]["loss"], records[0]["test"]["loss"])
        (self.folder / "circle.json").write_text(circle())
        measured = json.loads(self.good("evaluate", "circle.json", "--weights", "w.safetensors",
                                        "--json"))
        self.assertEqual(measured["test"], records[-1]["test"])
        self.assertEqual(measured["fingerprint"], records[-1]["fingerprint"])
        printed = self.good("fingerprint", "circle.json", "--steps", "200")
        self.assertEqual(printed, measured["fingerprint"] + "\n")
        self.assertIn(measured["fingerprint"],
                      self.good("evaluate", "circle.json", "--weights", "w.safetensors"))

    def test_a_trace_holds_the_initial_weights_and_every_batch(self):
        self.good("train", "-", "--steps", "103", "--trace", "t.safetensors", document=circle())
        traced = shapes((self.folder / "t.safetensors").read_bytes())
        self.assertEqual(traced["parameter/dense_1/weight"], [2, 4])
        self.assertEqual(traced["x/100"], [10, 2])
        self.assertNotIn("x/101", traced)

    def test_tracing_leaves_the_run_as_it_was(self):
        plain = self.good("train", "-", "--steps", "120", "--json", document=circle())
        traced = self.good("train", "-", "--steps", "120", "--json", "--trace", "t.safetensors",
                           document=circle())
        last = [json.loads(lines.splitlines()[-1])["fingerprint"] for lines in (plain, traced)]
        self.assertEqual(last[0], last[1])

    def test_data_hold_every_example_and_the_batches_of_each_step(self):
        self.good("data", "-", "--steps", "30", "--out", "d.safetensors", document=circle())
        data = shapes((self.folder / "d.safetensors").read_bytes())
        self.assertEqual(data, {"train/x": [250, 2], "train/target": [250, 1], "test/x": [250, 2],
                                "test/target": [250, 1], "batches": [30, 10]})

    def test_describes_models_and_what_there_is_to_choose(self):
        self.assertEqual(json.loads(self.good("describe"))["lushan"], 1)
        info = json.loads(self.good("describe", "-", "--json", document=circle()))
        self.assertEqual(info["parameters"], 2 * 4 + 4 + 4 * 3 + 3 + 3 * 2 + 2)
        self.assertRegex(self.good("describe", "-", document=circle()), r"(?m)^dense_2 .* 15 ")
        digits = circle(task={"kind": "mnist"}, model={"layers": [{"kind": "flatten"}]})
        self.assertIn("mnist", self.good("describe", "-", document=digits))

    def test_refuses_with_one_sentence_and_writes_nothing(self):
        (self.folder / "circle.json").write_text(circle())
        rate = circle(train={"optimizer": {"kind": "sgd", "lr": 40}})
        digits = circle(task={"kind": "mnist"}, model={"layers": [{"kind": "flatten"}]})
        cases = [
            (("train", "-"), rate, "train.optimizer.lr"),
            (("train", "-"), '{"lushan":1', "JSON"),
            (("train", "-"), circle(task={"kind": "cirle"}), "task.kind"),
            (("train", "-"), circle(colour="red"), "colour"),
            (("train", "-"), circle(seed=-1), "seed"),
            (("train", "-"), circle(seed=1.5), "seed"),
            (("train", "-"), circle().replace("0.01", "1e999"), "JSON"),
            (("train", "-"), circle().replace("0.01", "NaN"), "JSON"),
            (("train", "-"), circle().replace('"seed": 7', '"seed": 7, "seed": 8'), "seed"),
            (("train", "-"), circle(train={"batch": 10**30}), "train.batch"),
            (("train", "-"), circle(train={"schedule": {"kind": "step", "siz": 3}}), "siz"),
            (("train", "-"), circle(model={"layers": [{"kind": "dense"}, {"kind": "flatten"}]}), "flatten"),
            (("train", "-"), circle(model={"layers": [{"kind": "gru"}]}), "`gru_1` expects a sequence"),
            (("train", "-"), circle(task={"kind": "copy"}, model={"layers": [
                {"kind": "embedding"}, {"kind": "gru", "initial": "encoder"}]}),
             "model.layers[1]: `initial` is `encoder`"),
            (("train", "-"), circle(model={"layers": [{"kind": "batch_norm"}]}, train={"batch": 1}),
             "train.batch"),
            (("train", "-"), circle(model={"layers": [{"kind": "dense", "units": 2.5}]}),
             "model.layers[0].units"),
            (("train", "-"), circle(model={"layers": 64 * [{"kind": "dense", "units": 1024}]}),
             "it would fit with"),
            (("describe", "-"), circle(model={"layers": 64 * [{"kind": "dense", "units": 1024}]}),
             "it would fit with"),
            (("train", "-"), circle(task={"kind": "csv", "text": "a,b\n1,2\n3\n"}),
             "task.text: Row 3 "),
            (("train", "-"), circle(task={"kind": "csv", "text": "a,b\n1,2\n3,4\n", "target": "c"}),
             "`task.target`: there is no column"),
            (("train", "-"), circle(task={"kind": "points", "points": [1, 1, 0]}),
             "task.points: There are too few points"),
            (("train", "-"), circle(task={"kind": "points", "points": [0, 0]}), "points"),
            (("train", "-"), "[" * 100000, "levels"),
            (("train", "-"), "\0\1\2", "JSON"),
            (("train", "-"), "", "JSON"),
            (("train", "-", "--data", "."), digits, "--data"),
            (("train", "missing.json"), None, "missing.json"),
            (("train", "circle.json", "--steps", "-1"), None, "--steps"),
            (("train", "circle.json", "--steps", "many"), None, "--steps"),
            (("train", "circle.json", "--trace", "missing/t.safetensors"), None, "missing/t"),
            (("train", "circle.json", "--trace", "w.safetensors"), None, "--trace"),
            (("train", "circle.json", "--trace", "./circle.json"), None, "experiment itself"),
            (("data", "circle.json", "--out", "circle.json"), None, "experiment itself"),
            (("train", "circle.json", "--faster"), None, "--faster"),
            (("train", ""), None, "empty"),
            (("train",), None, "EXPERIMENT"),
            (("evaluate", "circle.json", "--weights", "circle.json"), None, "weights"),
            (("fingerprint", "."), None, "folder"),
            (("describe", "-"), rate, "train.optimizer.lr"),
            ((), None, "subcommand"),
            (("traim", "circle.json"), None, "no command “traim”; choose among train, evaluate,"),
        ]
        for arguments, document, named in cases:
            with self.subTest(arguments=arguments, document=document):
                out = ("--out", "w.safetensors") if arguments[:1] == ("train",) else ()
                done = run(*arguments, *out, document=document, folder=self.folder)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(named, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)
                self.assertEqual(os.listdir(self.folder), ["circle.json"])

    def test_a_link_stays_one_and_a_pipe_is_written_into(self):
        (self.folder / "far").mkdir()
        link, pipe = self.folder / "link.safetensors", self.folder / "pipe"
        (self.folder / "far" / "w.safetensors").write_text("old")
        link.symlink_to("far/w.safetensors")
        self.good("train", "-", "--steps", "1", "--out", link, document=circle())
        self.assertTrue(link.is_symlink())
        weights = link.read_bytes()
        self.assertIn("dense_1/weight", shapes(weights))
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.good("train", "-", "--steps", "1", "--out", pipe, document=circle())
        self.assertEqual(os.read(reader, 1 << 16), weights)
        os.close(reader)
        self.assertTrue(pipe.is_fifo())

    def test_a_model_writes_and_what_it_cannot_read_is_refused(self):
        (self.folder / "reverse.json").write_text(circle(
            task={"kind": "reverse", "samples": 100},
            model={"layers": [{"kind": "embedding", "dim": 4}, {"kind": "gru", "units": 5}]}))
        self.good("train", "reverse.json", "--steps", "5", "--out", "w.safetensors")
        command = ("generate", "reverse.json", "--weights", "w.safetensors", "--text")
        greedy = self.good(*command, "0123")
        self.assertEqual(greedy, self.good(*command, "0123"))
        self.assertEqual(self.good(*command, "0123", "--method", "beam", "--beams", "1"), greedy)
        for text, named in (("", "empty"), ("0x", '"x"'), ("0" * 40, "40"), (b"\xff", "UTF-8")):
            with self.subTest(text=text):
                done = run(*command, text, folder=self.folder)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(named, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_run_that_stops_says_where_and_leaves_the_old_weights(self):
        (self.folder / "w.safetensors").write_text("old")
        wild = circle(task={"kind": "plane"}, train={"optimizer": {"kind": "sgd", "lr": 10},
                                                      "loss": {"kind": "squared"}},
                      model={"layers": [{"kind": "dense", "activation": "relu"}]})
        done = run("train", "-", "--out", "w.safetensors", document=wild, folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^Training stopped at step \d+: .*learning rate.*\n$")
        self.assertEqual((self.folder / "w.safetensors").read_text(), "old")

    def test_a_terminal_sees_how_far_it_is(self):
        (self.folder / "circle.json").write_text(circle())
        ours, theirs = pty.openpty()
        command = [Path(LUSHAN).resolve(), "train", "circle.json", "--steps", "20000"]
        subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=theirs, check=True)
        os.close(theirs)
        shown = os.read(ours, 1000).decode()
        os.close(ours)
        self.assertRegex(shown, r"^\r\[[#.]{24}\] step \d+ of 20000, \d+ a second")


if __name__ == "__main__":
    unittest.main()
