"""Train the unigram tokenizer that the bundled encoder and generator share."""

from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.training import sources

SPECIALS = ["<pad>", "<unk>", "<s>", "</s>"]


def train(folder: Path, out: Path, pieces: int = 16_000) -> Tokenizer:
    """Fit a unigram model of `pieces` pieces on policy, news and question text; save it to `out`.

    Text is NFKC-normalised and lower-cased; digits stand alone, so that a number is never one
    opaque piece; punctuation bounds every piece.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\s+"), "removed"),
            pre_tokenizers.Split(Regex(r"[^\p{Han}A-Za-z]"), "isolated"),
            pre_tokenizers.Split(Regex(r"[A-Za-z]+"), "isolated"),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces, special_tokens=SPECIALS, unk_token="<unk>", max_piece_length=6
    )
    questions = (row["question"] + "\n" + row["passage"] for row in sources.question_pairs(folder))
    tokenizer.train_from_iterator(
        (line for text in (*sources.texts(folder, 6_000_000), *questions) for line in text.splitlines()),
        trainer,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out))
    return tokenizer


def masking(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with the piece that hides others in pre-training; it comes last."""
    tokenizer.add_special_tokens(["<mask>"])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
