"""`python -m index.training`: train the bundled models and put them in `index/models`."""

from pathlib import Path

import click
from tokenizers import Tokenizer

import index
from index.encoder import BUNDLED
from index.fusion import Fusion
from index.lexicon import Lexicon
from index.training import encoder, tokenizer
from index.training import translation as translating
from index.translation import BUNDLED as TRANSLATION

_FOLDER = _FILE = click.Path(path_type=Path)


@click.command(help="训练自带的翻译模型、分词器和编码器：两核上分别约 20 秒、9 分钟和 5 分钟。")
@click.option(
    "--data", type=_FOLDER, required=True, help="训练数据的文件夹（含 data/ 和 question-pairs.jsonl）"
)
@click.option("--out", type=_FOLDER, default=BUNDLED, help="模型放到哪个文件夹")
@click.option("--translation", type=_FILE, default=TRANSLATION, help="翻译模型放到哪个文件")
@click.option("--keep-tokenizer", is_flag=True, help="沿用已有的分词器，不重新训练")
@click.option("--only-translation", is_flag=True, help="只训练翻译模型")
def main(data: Path, out: Path, translation: Path, *, keep_tokenizer: bool, only_translation: bool) -> None:
    """Train all; the same seed and data give the same models."""
    lexicon = Lexicon.load(Path(index.__file__).with_name("lexicon.tsv"))
    found = translating.pairs(data, lexicon, Fusion.load().fields)
    translating.train(found, translating.Recipe(), click.echo).save(translation)
    click.echo(f"翻译模型已写入 {translation}。")
    if only_translation:
        return
    saved = out / "tokenizer.json"
    if keep_tokenizer and saved.is_file():
        pieces = Tokenizer.from_file(str(saved))
    else:
        click.echo("训练分词器……")
        pieces = tokenizer.train(data, saved)
    encoder.train(data, pieces, out, encoder.Recipe(), click.echo)
    click.echo(f"编码器已写入 {out}。")


main()
