"""`python -m service.training.train`: a pack comes in, weights in pieces go out; needs nothing else.

It runs where only torch, transformers, tokenizers, safetensors, numpy and click are: a lent machine.
"""

from pathlib import Path

import click

from corpus.errors import CeyinError
from index.training import stepping, weights
from index.training.packing import Pack
from index.training.recipe import Profile
from service.training import generator
from service.training.recipe import PATH, Recipe

_PATH = click.Path(path_type=Path)


@click.command(help="用训练包训练生成器；中断后再运行会从断点接着做。")
@click.option(
    "--profile", type=click.Choice(["cpu", "gpu"]), required=True, help="cpu：两核；gpu：一块大显卡"
)
@click.option("--pack", "path", type=_PATH, required=True, help="训练包（由 pack 生成）")
@click.option("--work", type=_PATH, required=True, help="断点和损失放在哪个文件夹")
@click.option("--out", type=_PATH, required=True, help="权重（每块不超过 16 MB）放在哪个文件夹")
@click.option("--profiles", type=_PATH, default=PATH, help="写着配方的文件；默认用自带的")
def train(profile: Profile, path: Path, work: Path, out: Path, profiles: Path) -> None:
    """Train by the recipe of a profile, on a GPU if there is one."""
    device = stepping.chosen_device()
    recipe, pack = Recipe.load(profile, profiles), Pack.load(path)
    click.echo(f"{device}，训练包 {pack.fingerprint}")
    network = generator.train(pack, recipe, work, device, click.echo)
    weights.scatter(network, recipe.shape, pack.tokenizer, out)
    click.echo(f"权重已写入 {out}。")


if __name__ == "__main__":
    try:
        train(standalone_mode=False)
    except (CeyinError, click.ClickException) as error:
        raise SystemExit(str(error)) from error
