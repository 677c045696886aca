"""`python -m index.training`: train the bundled models and put them in `index/models`."""

import json
from pathlib import Path

import click
from tokenizers import Tokenizer

import index
from corpus.errors import CeyinError
from index.encoder import BUNDLED, load_encoder
from index.fusion import Fusion
from index.lexicon import Lexicon
from index.training import assembly, card, heldout, mixture, packing, tokenizer, weights
from index.training import translation as translating
from index.training.recipe import Profile
from index.training.train import train
from index.translation import BUNDLED as TRANSLATION

_PATH = click.Path(path_type=Path)
_WORK = Path("var/training")
_data = click.option(
    "--data", type=_PATH, required=True, help="训练数据的文件夹（含 data/ 和 question-pairs.jsonl）"
)
_pack = click.option("--pack", "path", type=_PATH, default=_WORK / "pack.npz", help="训练包")
_weights = click.option("--weights", "pieces", type=_PATH, default=_WORK / "weights", help="训练留下的权重")
_model = click.option("--model", type=_PATH, default=BUNDLED, help="模型的文件夹")


@click.group(help="训练自带的翻译模型和编码器。encoder 一次做完各步；也可一步一步来。")
def main() -> None:
    """The steps."""


@main.command("translation", help="训练翻译模型（约 40 秒）。")
@_data
@click.option("--out", type=_PATH, default=TRANSLATION, help="翻译模型放到哪个文件")
def train_translation(data: Path, out: Path) -> None:
    """Train the translation model; the same data give the same."""
    found = translating.pairs(data, _lexicon(), Fusion.load().fields)
    translating.train(found, translating.Recipe(), click.echo).save(out)
    click.echo(f"翻译模型已写入 {out}。")


@main.command("tokenizer", help="训练分词器（约 9 分钟）；编码器要跟着重训。")
@_data
@_model
def train_tokenizer(data: Path, model: Path) -> None:
    """Train the tokenizer anew."""
    tokenizer.train(data, model / "tokenizer.json")


@main.command("pack", help="把训练数据切成词片，装进一个文件。")
@_data
@_model
@click.option("--pack", "out", type=_PATH, default=_WORK / "pack.npz", help="训练包放到哪个文件")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    help="要带走时，正文和大的配对集只留几成",
)
def make_pack(data: Path, model: Path, out: Path, share: float) -> None:
    """Pack all that training reads."""
    cut = tokenizer.masking(Tokenizer.from_file(str(model / "tokenizer.json")))
    made = mixture.packed(data, cut, _lexicon(), Fusion.load().fields, click.echo)
    (packing.shrunk(made, share) if share < 1 else made).save(out)
    click.echo(f"训练包已写入 {out}，{out.stat().st_size / 1e6:.0f} MB。")


@main.command("assemble", help="把训练留下的权重拼成模型文件夹。")
@_weights
@_model
def assemble(pieces: Path, model: Path) -> None:
    """Make the model folder."""
    assembly.assemble(weights.gather(pieces), model)
    click.echo(f"编码器已写入 {model}。")


@main.command("evaluate", help="用没有训练过的文件的口语问题评测编码器，打印并存下数字。")
@_data
@_model
@click.option("--out", type=_PATH, default=_WORK / "figures.json", help="数字放到哪个文件")
def evaluate(data: Path, model: Path, out: Path) -> None:
    """Judge the model on documents held out."""
    encoder = load_encoder(str(model))
    figures = {name: heldout.judged(heldout.held_out(data, name), encoder) for name in heldout.NAMES}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    click.echo(json.dumps(figures, indent=1))


@main.command("held-out", help="把没有训练过的问题写成 BEIR 格式，供 ceyin-eval beir 用。")
@_data
@click.option("--out", type=_PATH, default=_WORK / "held-out", help="放到哪个文件夹")
def export(data: Path, out: Path) -> None:
    """Write the held-out sets."""
    for name in heldout.NAMES:
        heldout.write_beir(heldout.held_out(data, name), out / name, click.echo)


@main.command("card", help="按训练留下的记录写模型卡。")
@_pack
@_model
@click.option("--profile", type=click.Choice(["cpu", "gpu"]), default="cpu", help="用的是哪套配方")
@click.option("--figures", type=_PATH, default=_WORK / "figures.json", help="evaluate 存下的数字")
def write_card(path: Path, model: Path, profile: Profile, figures: Path) -> None:
    """Write the model card."""
    card.write(packing.Pack.load(path), profile, model, figures)


@main.command("encoder", help="编码器的各步：装包、训练、拼装、评测、写模型卡。")
@_data
@_model
@click.option(
    "--profile", type=click.Choice(["cpu", "gpu"]), default="cpu", help="cpu：两核；gpu：一块大显卡"
)
@click.pass_context
def train_encoder(context: click.Context, data: Path, model: Path, profile: Profile) -> None:
    """Do every step; of the training, what was done already is not done again."""
    if not (model / "tokenizer.json").is_file():
        context.invoke(train_tokenizer, data=data, model=model)
    path, pieces = _WORK / "pack.npz", _WORK / "weights"
    context.invoke(make_pack, data=data, model=model, out=path)
    context.invoke(train, profile=profile, path=path, work=_WORK, out=pieces)
    context.invoke(assemble, pieces=pieces, model=model)
    context.invoke(evaluate, data=data, model=model)
    context.invoke(write_card, path=path, model=model, profile=profile)


def _lexicon() -> Lexicon:
    return Lexicon.load(Path(index.__file__).with_name("lexicon.tsv"))


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except (CeyinError, click.ClickException) as error:
        raise SystemExit(str(error)) from error
