"""Migrations are complete and follow one another."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("skupnost.")]


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("room", OURS)
def test_a_room_has_one_last_migration(room):
    graph = MigrationLoader(None).graph
    assert len(graph.leaf_nodes(room)) <= 1


@pytest.mark.parametrize("room", OURS)
def test_each_migration_has_at_most_one_before_it_in_its_room(room):
    graph = MigrationLoader(None).graph
    for key in (key for key in graph.nodes if key[0] == room):
        assert len([parent for parent in graph.node_map[key].parents if parent.key[0] == room]) <= 1
