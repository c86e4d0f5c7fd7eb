# SPDX-License-Identifier: MIT
"""Where 'login' of podman, buildah and skopeo of some version writes, read in their sources and independent of ours:
common/pkg/auth, image/pkg/docker/config, image/pkg/sysregistriesv2, storage/pkg/configfile."""
import os
import pathlib
import tomllib

DOCKERS_FORMAT = {'podman': (4, 8), 'buildah': (1, 33), 'skopeo': (1, 14)}
PODMAN_6 = {'podman': (6, 0), 'buildah': (1, 44), 'skopeo': (1, 23)}


class Refused(Exception):
    """The tool cannot read its settings."""


def numbers(version):
    return tuple(int(part) for part in version.split('.')[:2])


def drop_ins(folder, may_be_link):
    folder = pathlib.Path(folder)
    if not folder.is_dir() or folder.is_symlink() and not may_be_link:
        return []
    return sorted((path for path in folder.iterdir() if path.name.endswith('.conf')), key=lambda path: path.name)


def existing(path):
    if not path.exists():
        raise Refused(f'{path} is not there')
    return path


def files_before_podman_6(tool, environment, home):
    user = home / '.config/containers'
    named = environment.get('CONTAINERS_REGISTRIES_CONF') if tool == 'podman' else None
    folders = ['/etc/containers/registries.conf.d', user / 'registries.conf.d']
    if named:
        main = existing(pathlib.Path(named))
    elif (user / 'registries.conf').exists():
        main, folders = user / 'registries.conf', folders[1:]
    else:
        main = pathlib.Path('/etc/containers/registries.conf')
    return [main, *(file for folder in folders for file in drop_ins(folder, False))]


def files_of_podman_6(environment, home):
    last = environment.get('CONTAINERS_REGISTRIES_CONF_OVERRIDE')
    last = [existing(pathlib.Path(last))] if last else []
    if environment.get('CONTAINERS_REGISTRIES_CONF'):
        return [existing(pathlib.Path(environment['CONTAINERS_REGISTRIES_CONF'])), *last]
    user = home / os.path.join(environment.get('XDG_CONFIG_HOME', '.config'), 'containers')
    folders = [user, pathlib.Path('/etc/containers'), pathlib.Path('/usr/share/containers')]
    main = [folder / 'registries.conf' for folder in folders if (folder / 'registries.conf').exists()][:1]
    by_name = {}
    for folder in reversed(folders):
        by_name |= {file.name: file for file in drop_ins(folder / 'registries.conf.d', True)}
    return [*main, *(by_name[name] for name in sorted(by_name)), *last]


def helpers_of(files, is_new):
    helpers = ['containers-auth.json']
    for file in filter(pathlib.Path.exists, files):
        settings = tomllib.loads(file.read_text(encoding='utf-8'))
        if settings.get('registries') and is_new:
            raise Refused(f'{file} is of version 1')
        if settings.get('short-name-mode', 'disabled') not in ('enforcing', 'permissive', 'disabled'):
            raise Refused(f'{file} has a short-name-mode that is none')
        helpers = settings.get('credential-helpers', helpers) or ['containers-auth.json']
    return helpers


def where_login_goes(tool, version, environment, home):
    """'keyring', or another place in words. Of a registry that no file names."""
    version = numbers(version)
    is_new = version >= PODMAN_6[tool]
    try:
        files = files_of_podman_6(environment, home) if is_new else files_before_podman_6(tool, environment, home)
        helpers = helpers_of(files, is_new)
    except Refused as why:
        return f'nowhere: {why}'
    has_docker_config = environment.get('DOCKER_CONFIG') and not environment.get('REGISTRY_AUTH_FILE')
    if has_docker_config and version >= DOCKERS_FORMAT[tool]:
        return 'to the file of DOCKER_CONFIG'
    return 'keyring' if helpers[0].startswith('cppsecret') else f'to {helpers[0]}'
