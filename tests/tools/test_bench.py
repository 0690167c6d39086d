"""The bench's tables, medians, goals and plots. Nothing is measured here."""
import contextlib
import io
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / 'tools'), str(ROOT / 'bench')]

import bench  # noqa: E402
import cells  # noqa: E402
import figures  # noqa: E402
import goals  # noqa: E402
import machine  # noqa: E402
import plan  # noqa: E402
import plot  # noqa: E402
import plots  # noqa: E402
import tables  # noqa: E402


def results(**medians):
    """yield_0_epoll=95.0 is a row of results."""
    samples = {tuple(key.split('_')): [median]
               for key, median in medians.items()}
    return tables.summary(samples, {metric: 'ns' for metric, _, _ in samples})


def goal(against, factor='1', relation='<='):
    return {'metric': 'yield', 'parameter': '0', 'ours': 'epoll',
            'relation': relation, 'factor': factor, 'against': against,
            'cause': 'b'}


class Tables(unittest.TestCase):
    def test_a_row_with_a_cell_too_few_stops(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'some.tsv')
            path.write_text('# why\na\tb\n1\t2\n')
            self.assertEqual(tables.read(path), [{'a': '1', 'b': '2'}])
            path.write_text('a\tb\n1\n')
            self.assertRaises(ValueError, tables.read, path)

    def test_what_is_written_is_read_again(self):
        rows = tables.summary({('yield', '0', 'go'): [3.0, 1.0, 9.5]},
                              {'yield': 'ns'})
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'deep', 'results.tsv')
            tables.write(path, rows)
            self.assertEqual(tables.results(path), rows)
        row = rows['yield', '0', 'go']
        self.assertEqual((row['median'], row['min'], row['max'], row['runs']),
                         (3.0, 1.0, 9.5, 3))

    def test_every_metric_names_systems_and_parameters_that_exist(self):
        for row in tables.metrics():
            self.assertLessEqual(set(row['systems'].split()),
                                 set(tables.systems()), row)
            self.assertIn(row['how'], ('cpu', 'net', 'start'))
            self.assertTrue(row['quick'] == '-' or set(row['quick'].split())
                            <= set(row['parameters'].split()), row)

    def test_every_goal_and_plot_is_of_something_measured(self):
        cells_there = {
            (metric, parameter, system) for row in tables.metrics()
            for metric in plan.PARTS.get(row['metric'], [row['metric']])
            for parameter in row['parameters'].split()
            for system in row['systems'].split()}
        for row in tables.read(ROOT / 'bench/goals.tsv'):
            at = row['metric'], row['parameter']
            self.assertIn(at + (row['ours'],), cells_there)
            system, _, parameter = row['against'].partition('@')
            if not system.startswith('='):
                self.assertIn((at[0], parameter or at[1], system), cells_there)
        for row in tables.read(ROOT / 'bench/plots.tsv'):
            self.assertIn(row['metric'], {cell[0] for cell in cells_there})

    def test_the_results_that_the_book_shows_are_of_this_form(self):
        path = ROOT / 'bench/results.tsv'
        if path.exists():
            for key, row in tables.results(path).items():
                self.assertIn(key[2], tables.systems())
                self.assertLessEqual(row['min'], row['median'])
                self.assertLessEqual(row['median'], row['max'])


class Runs(unittest.TestCase):
    def test_each_cell_as_often_as_wanted_in_no_fixed_order(self):
        wanted = [(cells.Cell('m', '1', name, 'cpu'), 3) for name in 'abcdefgh']
        one, other = plan.shuffled(wanted), plan.shuffled(wanted)
        self.assertEqual(sorted(one), sorted(other))
        self.assertEqual(len(one), 24)
        self.assertNotEqual(one, other)

    def test_a_missing_peer_is_named_once_and_left_out(self):
        tried = []

        def measure(cell):
            tried.append(cell)
            if cell.system == 'go':
                raise cells.LeftOut('not installed')
            return {'yield': 5.0}

        go, epoll = (cells.Cell('yield', '0', name, 'cpu')
                     for name in ('go', 'epoll'))
        samples, left_out = bench.run([go, epoll, go, epoll], measure)
        self.assertEqual(tried, [go, epoll, epoll])
        self.assertEqual(left_out, {go: 'not installed'})
        self.assertEqual(samples, {('yield', '0', 'epoll'): [5.0, 5.0]})

    def test_what_a_system_lacks_for_one_reason_is_one_line(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            bench.tell({cells.Cell('yield', n, 'go', 'cpu'): 'not built'
                        for n in ('0', '10')})
        self.assertEqual(out.getvalue().count('\n'), 1)
        self.assertIn('yield 0, yield 10', out.getvalue())

    def test_ctrl_c_keeps_what_there_is(self):
        def measure(cell):
            if cell.system == 'go':
                raise KeyboardInterrupt
            return {'yield': 1.0}

        order = [cells.Cell('yield', '0', name, 'cpu')
                 for name in ('epoll', 'go', 'epoll')]
        samples, _ = bench.run(order, measure)
        self.assertEqual(samples, {('yield', '0', 'epoll'): [1.0]})

    def test_a_run_keeps_its_programs(self):
        with tempfile.TemporaryDirectory() as build:
            program = pathlib.Path(build, 'bench-fast/bench/cpu/ours')
            program.parent.mkdir(parents=True)
            program.write_text('before')
            program.chmod(0o755)
            with bench.programs_kept(build) as kept:
                program.write_text('after')
                self.assertEqual(pathlib.Path(
                    kept, 'bench-fast/bench/cpu/ours').read_text(), 'before')
                self.assertTrue(tables.systems()['epoll']['command']
                                .startswith(kept))
            self.assertFalse(pathlib.Path(kept).exists())
        self.addCleanup(os.environ.pop, 'BENCH_BUILD')

    def test_quick_takes_fewer_runs_and_only_quick_parameters(self):
        row = {'metric': 'm', 'parameters': '1 2', 'quick': '2', 'runs': '7',
               'systems': 'go epoll', 'how': 'cpu'}
        args = bench.arguments(['--quick', '--systems', 'go'])
        self.assertEqual(list(plan.chosen([row], args)),
                         [(cells.Cell('m', '2', 'go', 'cpu'), 3)])
        self.assertEqual(args.to, bench.SOME)

    def test_why_there_is_no_number(self):
        for words, why in ((['build/no-such-program'], 'not installed'),
                           (['sh', '-c', 'echo why >&2; exit 1'], 'why'),
                           (['sh', '-c', 'exit 3'], 'exit status 3')):
            with self.assertRaisesRegex(cells.LeftOut, why):
                cells.lines(words)
        self.assertRaises(cells.LeftOut, cells.number, 'none')
        self.assertRaises(cells.LeftOut, cells.number, '-1')


class Goals(unittest.TestCase):
    def test_met_missed_and_not_measured(self):
        found = results(yield_0_epoll=95.0, yield_0_go=65.0,
                        yield_10_epoll=100.0)
        for row, ratio, met in (
                (goal('go'), 95 / 65, False),
                (goal('go', '1.5'), 95 / 65, True),
                (goal('node'), None, None), (goal('epoll@10'), .95, True),
                (goal('=190', '0.5'), .5, True), (goal('=0'), None, False),
                (goal('=1', relation='runs'), None, True)):
            self.assertEqual(goals.judge(row, found), (ratio, met), row)
        self.assertEqual(goals.judge(goal('=0'), results(yield_0_epoll=0.0)),
                         (None, True))

    def test_a_missed_goal_stays_in_the_table(self):
        rows = [goal('go'), goal('node')]
        said = list(goals.lines(results(yield_0_epoll=95.0, yield_0_go=65.0),
                                rows))
        self.assertEqual(len(said), 3)
        self.assertRegex(said[1], r'1.46 .*\(b\)')

    def test_a_goal_that_is_met_needs_no_cause(self):
        self.assertNotIn('(b)', goals.measured(goal('go'), .5, True)[0])
        other = dict(goal('go'), cause='-')
        self.assertNotIn('(', goals.measured(other, 1.5, False)[0])

    def test_every_cause_has_its_place_in_the_section(self):
        for row in tables.read(ROOT / 'bench/goals.tsv'):
            for lang in 'en', 'zh':
                text = (ROOT / 'chapters/4-summary' / (
                    'beside.%s.md' % lang)).read_text('utf-8')
                self.assertTrue(row['cause'] == '-' or '{#beside-goals-%s}'
                                % row['cause'] in text, row)

    def test_only_what_was_asked_for_is_shown(self):
        found = results(yield_0_go=65.0, spawn_9_go=9.0)
        self.assertEqual(list(figures.of(found, ['spawn'])),
                         [('spawn', '9', 'go')])

    def test_figures_have_three_digits(self):
        for number, text in ((5.3123, '5.31'), (27496, '27,496'), (0, '0'),
                             (0.0412, '0.041'), (53.44, '53.4')):
            self.assertEqual(figures.figure(number), text)


class Plots(unittest.TestCase):
    ROW = {'name': 'timers', 'metric': 'timer', 'from': '10'}
    FOUND = dict(timer_10_epoll=20.0, timer_1000_epoll=30.0,
                 timer_10_go=40.0, timer_1000_go=31.0, timer_1_go=1.0,
                 timer_10_select=25.0)

    def drawn(self, lang):
        return plots.draw(self.ROW, results(**self.FOUND), lang)

    def test_well_formed_with_title_and_description_in_both_languages(self):
        for lang, word in (('en', 'timer'), ('zh', '定时器')):
            root = xml.etree.ElementTree.fromstring(self.drawn(lang))
            title, desc = root[0], root[1]
            self.assertTrue(title.tag.endswith('title'))
            self.assertIn(word, title.text)
            self.assertIn('31.0', desc.text)
            self.assertNotIn('width', root.attrib)

    def test_no_colours_but_classes(self):
        self.assertNotRegex(self.drawn('en'), r'#[0-9a-fA-F]{3}|rgb|fill=')
        self.assertEqual(self.drawn('en').count('class="line accent'), 2)

    def test_nothing_measured_nothing_drawn(self):
        self.assertIsNone(plots.draw(self.ROW, {}, 'en'))

    def test_names_do_not_lie_on_each_other(self):
        places = plot.spread([100, 101, 102, 348, 349, 350])
        self.assertTrue(all(b - a >= plot.APART - 1e-9 for a, b in
                            zip(places, places[1:])))
        self.assertLessEqual(places[-1], plot.BOTTOM)

    def test_an_axis_has_some_ticks(self):
        for numbers in ((1, 1e6), (100, 350), (3, 900)):
            ticks = plot.Axis(numbers, 0, 100).ticks()
            self.assertGreater(len(ticks), 1, numbers)
            self.assertTrue(all(numbers[0] * .999 < n < numbers[1] * 1.001
                                for n in ticks))


class Machine(unittest.TestCase):
    def test_processor_kernel_and_versions(self):
        lines = dict(machine.lines())
        self.assertIn(platform.release(), lines['kernel'])
        self.assertLess({'processor', 'gcc', 'go', 'libev-dev'}, set(lines))
        self.assertEqual(machine.processor('model name\t: Z80\n'), 'Z80')


class Setup(unittest.TestCase):
    """Every command is a stand-in: nothing is installed."""

    def test_it_says_what_it_installs(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            for name, body in (('apt-get', 'echo "$*" >>"$HOME/apt"'),
                               ('id', 'echo 0'), ('dpkg-query', 'exit 1')):
                (home / name).write_text('#!/bin/sh\n' + body + '\n')
                (home / name).chmod(0o755)
            for name in ('sh', 'awk', 'grep', 'sort', 'tr', 'mkdir', 'tail',
                         'dirname', 'env', 'python3', 'cp'):
                (home / name).symlink_to(os.path.realpath(
                    '/usr/bin/python3' if name == 'python3'
                    else shutil.which(name)))
            for name in ('bench', 'tools'):
                shutil.copytree(ROOT / name, home / 'top' / name)
            done = subprocess.run(
                [str(home / 'sh'), 'bench/setup.sh'], cwd=home / 'top',
                text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env={'PATH': folder, 'HOME': folder, 'BOOK_LANG': 'en'})
            self.assertEqual(done.returncode, 0, done.stdout)
            asked = (home / 'apt').read_text()
        self.assertRegex(asked, r'update\ninstall -y .*libev-dev')
        self.assertIn('libev-dev', done.stdout)
        self.assertFalse(re.search(r'\s-\s', asked.split('recommends')[1]))


if __name__ == '__main__':
    unittest.main()
