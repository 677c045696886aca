"""`python -m service.training`: train the bundled generator and put it in `service/models`."""

import json
from pathlib import Path

import click
from tokenizers import Tokenizer

from corpus.errors import CeyinError
from index.encoder import BUNDLED as ENCODER
from index.fusion import Fusion
from index.lexicon import Lexicon
from index.training import packing, weights
from index.training.recipe import Profile
from service import wire
from service.causal import BUNDLED
from service.training import assembly, card, heldout, mixture
from service.training.train import train

_PATH = click.Path(path_type=Path)
_WORK = Path("var/training/generator")
_data = click.option(
    "--data", type=_PATH, required=True, help="训练数据的文件夹（含 data/ 和 question-pairs.jsonl）"
)
_pack = click.option("--pack", "path", type=_PATH, default=_WORK / "pack.npz", help="训练包")
_weights = click.option("--weights", "pieces", type=_PATH, default=_WORK / "weights", help="训练留下的权重")
_model = click.option("--model", type=_PATH, default=BUNDLED, help="模型的文件夹")
_profile = click.option(
    "--profile", type=click.Choice(["cpu", "gpu"]), default="cpu", help="cpu：两核；gpu：一块大显卡"
)


@click.group(help="训练自带的生成器。generator 一次做完各步；也可一步一步来。")
def main() -> None:
    """The steps."""


@main.command("pack", help="把训练数据切成词片，装进一个文件。")
@_data
@click.option("--pack", "out", type=_PATH, default=_WORK / "pack.npz", help="训练包放到哪个文件")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    help="要带走时，正文和大的配对集只留几成",
)
def make_pack(data: Path, out: Path, share: float) -> None:
    """Pack all that training reads, cut by the encoder's tokenizer."""
    tokenizer = mixture.marking(Tokenizer.from_file(str(ENCODER / "tokenizer.json")))
    made = mixture.packed(data, tokenizer, Lexicon.load(wire.LEXICON), Fusion.load().fields, click.echo)
    (packing.shrunk(made, share) if share < 1 else made).save(out)
    click.echo(f"训练包已写入 {out}，{out.stat().st_size / 1e6:.0f} MB。")


@main.command("assemble", help="把训练留下的权重拼成模型文件夹。")
@_weights
@_model
def assemble(pieces: Path, model: Path) -> None:
    """Make the model folder."""
    assembly.assemble(weights.gather(pieces), model)
    click.echo(f"生成器已写入 {model}。")


@main.command("evaluate", help="用没有训练过的文件的口语问题评测生成器，打印并存下数字。")
@_data
@_model
@click.option("--out", type=_PATH, default=_WORK / "figures.json", help="数字放到哪个文件")
def evaluate(data: Path, model: Path, out: Path) -> None:
    """Judge the model on documents held out."""
    figures = heldout.judged(data, model)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    click.echo(json.dumps(figures, indent=1))


@main.command("card", help="按训练留下的记录写模型卡。")
@_pack
@_model
@_profile
@click.option("--figures", type=_PATH, default=_WORK / "figures.json", help="evaluate 存下的数字")
def write_card(path: Path, model: Path, profile: Profile, figures: Path) -> None:
    """Write the model card."""
    card.write(packing.Pack.load(path), profile, model, figures)


@main.command("generator", help="生成器的各步：装包、训练、拼装、评测、写模型卡。")
@_data
@_model
@_profile
@click.pass_context
def train_generator(context: click.Context, data: Path, model: Path, profile: Profile) -> None:
    """Do every step; of the training, what was done already is not done again."""
    path, pieces = _WORK / "pack.npz", _WORK / "weights"
    context.invoke(make_pack, data=data, out=path)
    context.invoke(train, profile=profile, path=path, work=_WORK, out=pieces)
    context.invoke(assemble, pieces=pieces, model=model)
    context.invoke(evaluate, data=data, model=model)
    context.invoke(write_card, path=path, model=model, profile=profile)


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except (CeyinError, click.ClickException) as error:
        raise SystemExit(str(error)) from error
