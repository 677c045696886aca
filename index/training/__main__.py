"""`python -m index.training`: train the tokenizer and the encoder, and put them in `index/models`."""

from pathlib import Path

import click
from tokenizers import Tokenizer

from index.encoder import BUNDLED
from index.training import encoder, tokenizer

_FOLDER = click.Path(path_type=Path)


@click.command(help="训练自带的分词器和编码器：两核上分别约 9 分钟和 5 分钟。")
@click.option(
    "--data", type=_FOLDER, required=True, help="训练数据的文件夹（含 data/ 和 question-pairs.jsonl）"
)
@click.option("--out", type=_FOLDER, default=BUNDLED, help="模型放到哪个文件夹")
@click.option("--keep-tokenizer", is_flag=True, help="沿用已有的分词器，不重新训练")
def main(data: Path, out: Path, *, keep_tokenizer: bool) -> None:
    """Train both; the same seed and data give the same encoder."""
    saved = out / "tokenizer.json"
    if keep_tokenizer and saved.is_file():
        pieces = Tokenizer.from_file(str(saved))
    else:
        click.echo("训练分词器……")
        pieces = tokenizer.train(data, saved)
    encoder.train(data, pieces, out, encoder.Recipe(), click.echo)
    click.echo(f"编码器已写入 {out}。")


main()
