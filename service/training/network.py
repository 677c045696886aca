"""The generator's network, and how examples are laid out for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional
from transformers import Qwen3Config, Qwen3ForCausalLM

from index.training.packing import Pieces
from service.training.recipe import Shape

PAD, START, END = 0, 2, 3
_HEAD = 64
# Both sides of a pair, see `mixture.LONGEST`; places beyond them would never have been trained.
_PLACES = 384
UNTOLD = -100
"""The label of a piece that is not learnt from."""

_SIZE = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A source, and texts that are each written from it without sight of the others."""

    source: Pieces
    written: Sequence[Pieces]

    def __len__(self) -> int:
        """How many pieces it takes, its marks counted."""
        return 2 + len(self.source) + sum(len(text) + 1 for text in self.written)


@dataclass(frozen=True, slots=True)
class Layout:
    """Examples as rows of equal length, shape (rows, length).

    `places` are the positions, `seen` of shape (rows, 1, length, length) says which piece sees which,
    `labels` what follows each piece, UNTOLD where nothing is learnt.
    """

    ids: torch.Tensor
    places: torch.Tensor
    seen: torch.Tensor
    labels: torch.Tensor


def config_of(vocabulary: int, shape: Shape) -> Qwen3Config:
    """The configuration of the network; input and output vectors are shared."""
    return Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=shape.dimension,
        intermediate_size=shape.inner,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=max(1, shape.heads // 2),
        head_dim=_HEAD,
        max_position_embeddings=_PLACES,
        tie_word_embeddings=True,
        pad_token_id=PAD,
        bos_token_id=START,
        eos_token_id=END,
    )


def network_size(config: Qwen3Config) -> int:
    """How many weights a network has, those that are shared counted once."""
    with torch.device("meta"):
        return int(Qwen3ForCausalLM(config).num_parameters())


def network_of(start: torch.Tensor, shape: Shape) -> Qwen3ForCausalLM:
    """A network that starts from vectors of the pieces, its layers at random."""
    network = Qwen3ForCausalLM(config_of(len(start), shape))
    # The layers norm their input, so that only the proportions count; as large as when drawn at random.
    # Pieces that the text has not, such as the marks, start at random.
    unseen = (start.abs().sum(1) == 0)[:, None]
    vectors = torch.where(unseen, torch.randn(start.shape), start)
    network.model.embed_tokens.weight.data.copy_(_SIZE * functional.normalize(vectors, dim=1))
    return network


def laid_out(examples: Sequence[Example], mark: int, device: torch.device) -> Layout:
    """Lay examples out: the mark and the source first, then each text as if it stood right behind it."""
    length = max(map(len, examples))
    ids, places, parts, labels = (torch.zeros(len(examples), length, dtype=torch.long) for _ in range(4))
    labels.fill_(UNTOLD)
    for row, example in enumerate(examples):
        opening = 2 + len(example.source)
        ids[row, :opening] = torch.tensor([START, mark, *example.source.tolist()])
        places[row, :opening] = torch.arange(opening)
        at = opening
        for part, text in enumerate(example.written, start=1):
            end = at + len(text) + 1
            ids[row, at:end] = torch.tensor([*text.tolist(), END])
            places[row, at:end] = torch.arange(opening, opening + len(text) + 1)
            parts[row, at:end] = part
            # The mark that opens a text is given: it says what to write.
            labels[row, at : end - 1] = ids[row, at + 1 : end]
            at = end
        parts[row, at:] = -1
    before = torch.tril(torch.ones(length, length, dtype=torch.bool))
    same = parts[:, :, None] == parts[:, None, :]
    seen = before & (same | (parts[:, None, :] == 0))
    return Layout(*(made.to(device) for made in (ids, places, seen[:, None], labels)))


def loss_of(network: Qwen3ForCausalLM, layout: Layout) -> torch.Tensor:
    """The mean cross-entropy of what is learnt."""
    states = network.model(
        input_ids=layout.ids,
        attention_mask=layout.seen,
        position_ids=layout.places,
        use_cache=False,
    ).last_hidden_state
    return told_loss(network, states, layout.labels)


def told_loss(network: Qwen3ForCausalLM, states: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The mean cross-entropy where there are labels; only there the vocabulary is gone through."""
    told = labels != UNTOLD
    return functional.cross_entropy(network.lm_head(states[told]).float(), labels[told])
