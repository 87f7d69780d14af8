"""One Skupnost a data folder."""

from skupnost.cli.running import DataLock, Instance


def test_the_second_is_told_where_the_first_runs(tmp_path):
    with DataLock(tmp_path) as first:
        assert first.take()
        first.announce(Instance(1, "127.0.0.1", 8001))
        second = DataLock(tmp_path)
        assert not second.take()
        assert second.read() == Instance(1, "127.0.0.1", 8001)


def test_a_card_left_by_a_dead_one_does_not_bind(tmp_path):
    (tmp_path / "running.lock").write_text("")
    (tmp_path / "running.json").write_text('{"pid": 1, "host": "127.0.0.1", "port": 8001}')
    with DataLock(tmp_path) as lock:
        assert lock.take()
        assert lock.read() is None


def test_a_torn_card_reads_as_none(tmp_path):
    (tmp_path / "running.json").write_text('{"pid": 1, "ho')
    assert DataLock(tmp_path).read() is None


def test_an_address_with_colons_is_bracketed():
    assert Instance(1, "::1", 8001).address == "http://[::1]:8001"
