"""`python -m service.training`: train the generator, and put it in `service/models`."""

from pathlib import Path

import click
from tokenizers import Tokenizer

from index.encoder import BUNDLED as ENCODER
from service.generator import BUNDLED
from service.training.generator import Recipe, train

_FOLDER = click.Path(path_type=Path)


@click.command(help="用编码器的分词器训练自带的生成器：两核上约 25 分钟。")
@click.option(
    "--data", type=_FOLDER, required=True, help="训练数据的文件夹（含 data/、documents/ 和问答文件）"
)
@click.option("--out", type=_FOLDER, default=BUNDLED, help="模型放到哪个文件夹")
@click.option("--text-steps", default=Recipe().text_steps, help="语言建模的步数")
@click.option("--answer-steps", default=Recipe().answer_steps, help="学作答的步数")
def main(data: Path, out: Path, text_steps: int, answer_steps: int) -> None:
    """Train from the recipe's seed."""
    pieces = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    train(data, pieces, out, Recipe(text_steps=text_steps, answer_steps=answer_steps), click.echo)
    click.echo(f"生成器已写入 {out}。")


main()
