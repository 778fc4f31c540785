"""Settings: where they come from, who wins, and how a mistake is told."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wainao import WainaoError
from wainao.app.settings import Settings, load
from wainao.app.sources import Sources


def loaded(home: Path, toml: str = "", env: dict[str, str] | None = None, **flags) -> Settings:
    home.mkdir(exist_ok=True)
    (home / "wainao.toml").write_text(toml, encoding="utf-8")
    return load(home, flags=flags, environ=env or {})


def test_flags_win_over_environment_over_file_over_defaults(tmp_path):
    toml = "[server]\nport = 1111\nhost = '127.0.0.2'\nworkers = 2\n"
    env = {"WAINAO_SERVER__PORT": "2222", "WAINAO_SERVER__HOST": "127.0.0.3"}
    server = loaded(tmp_path, toml, env, server={"port": 3333}).server
    assert (server.port, server.host, server.workers, server.local_owner) == (3333, "127.0.0.3", 2, True)


@pytest.mark.parametrize(
    ("toml", "env", "told"),
    [
        ("[server]\nprot = 1\n", {}, ["'prot'", "Did you mean 'port'", "wainao.toml"]),
        ("[serve]\nport = 1\n", {}, ["'serve'", "Did you mean 'server'"]),
        ("[server]\nport = '1'\n", {}, ["[server] port = '1'", "Expected `int`, got `str`", "wainao.toml"]),
        ("[server]\nport = 70000\n", {}, ["70000", "0 to 65535"]),
        ("[server]\nworkers = 0\n", {}, ["workers = 0", "1 or more"]),
        ("[store]\ndurability = 'never'\n", {}, ["durability = 'never'", "Invalid enum value"]),
        ("port = 1\n", {}, ["'port'", "outside a section", "[server]"]),
        ("[server\n", {}, ["not valid TOML", "wainao.toml"]),
        ("", {"WAINAO_SERVER__PORT": "many"}, ["[server] port = 'many'", "the environment", "int"]),
        ("", {"WAINAO_SERVER__PRT": "1"}, ["'prt'", "Did you mean 'port'"]),
        ("", {"WAINAO_PORT": "1"}, ["WAINAO_PORT", "WAINAO_SECTION__FIELD"]),
        ("[policy]\nask = ['approvals:*']\n", {}, ["'approvals:*'", "nobody could"]),
        ("[extensions]\ndeny = ['knowlege']\n", {}, ["'knowlege'", "not installed"]),
    ],
)
def test_a_mistake_is_told_with_its_value_its_place_and_what_was_expected(tmp_path, toml, env, told):
    with pytest.raises(WainaoError) as failed:
        loaded(tmp_path, toml, env)
    assert failed.value.code == "settings"
    assert [words for words in told if words not in str(failed.value)] == []


def test_words_in_the_environment_become_numbers_switches_and_lists(tmp_path):
    env = {
        "WAINAO_SERVER__LOCAL_OWNER": "false",
        "WAINAO_SERVER__BODY_TIMEOUT_S": "2.5",
        "WAINAO_SERVER__ALLOWED_HOSTS": "brain.example, wai.example",
        "WAINAO_POLICY__ASK": '["tools:*"]',
    }
    settings = loaded(tmp_path, env=env)
    assert settings.server.local_owner is False
    assert settings.server.body_timeout_s == 2.5
    assert settings.server.allowed_hosts == ("brain.example", "wai.example")
    assert settings.policy.ask == ("tools:*",)


@pytest.mark.parametrize(
    ("env", "home"),
    [
        ({"WAINAO_HOME": "/a/brain"}, "/a/brain"),
        ({"XDG_DATA_HOME": "/data"}, "/data/wainao"),
    ],
)
def test_the_home_comes_from_the_environment_when_it_is_not_given(env, home, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert load(environ=env).home == Path(home)


def test_a_settings_file_may_lie_elsewhere(tmp_path):
    file = tmp_path / "other.toml"
    file.write_text("[server]\nport = 4444\n")
    assert load(tmp_path / "home", config=file, environ={}).server.port == 4444
    assert load(tmp_path / "home", environ={"WAINAO_CONFIG": str(file)}).server.port == 4444
    with pytest.raises(WainaoError, match="cannot be read"):
        load(tmp_path / "home", config=tmp_path / "none.toml", environ={})


@pytest.mark.parametrize(
    ("toml", "env", "language"),
    [
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ("", {}, "en"),
        ("[interface]\nlanguage = 'zh'\n", {"LANG": "en_US"}, "zh"),
    ],
)
def test_the_language_follows_the_system_unless_it_is_set(tmp_path, toml, env, language):
    assert loaded(tmp_path, toml, env).language == language


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    api_key: str = field(default="", repr=False)
    number: int = field(default=0, repr=False)
    folder: Path = Path()
    endpoints: tuple[Endpoint, ...] = ()
    by_name: dict[str, Endpoint] = field(default_factory=dict)


def section(**values) -> Section:
    sources = Sources()
    sources.add_flags({"mine": values})
    return sources.section("mine", Section)


def test_a_secret_is_in_no_message_and_no_repr():
    with pytest.raises(WainaoError) as failed:
        section(number="hunter2")
    assert "hunter2" not in str(failed.value)
    assert "***" in str(failed.value)
    assert "hunter2" not in repr(section(api_key="hunter2"))


def test_tables_in_tables_are_checked_too():
    assert section(endpoints=[{"url": "a"}], by_name={"x": {"url": "b"}}, folder="~/f") == Section(
        endpoints=(Endpoint(url="a"),), by_name={"x": Endpoint(url="b")}, folder=Path.home() / "f"
    )
    for wrong in ({"endpoints": [{"ulr": "a"}]}, {"by_name": {"x": {"ulr": "b"}}}):
        with pytest.raises(WainaoError, match="Did you mean 'url'"):
            section(**wrong)
