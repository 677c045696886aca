"""Settings, read from `CEYIN_*` environment variables."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingError

BUNDLED_MODEL = "bundled"
NO_MODEL = "none"


class Settings(BaseSettings):
    """Every setting, its default and what it means."""

    model_config = SettingsConfigDict(env_prefix="CEYIN_", frozen=True)

    home: Path = Field(default=Path("var"), description="索引等数据放在哪个文件夹")
    encoder: str = Field(default=BUNDLED_MODEL, description="编码器：bundled，或模型的文件夹或名称")
    reranker: str = Field(default=NO_MODEL, description="重排器：none，或重排模型的文件夹或名称")
    generator: str = Field(
        default=NO_MODEL,
        description="生成器：none（写问法时用自带的）、bundled，或因果语言模型的文件夹或名称",
    )
    generator_dtype: Literal["float32", "bfloat16", "int8"] = Field(
        default="float32", description="生成器的权重怎么存：float32、bfloat16 或 int8"
    )
    generator_url: str = Field(
        default=NO_MODEL,
        description="内网里 OpenAI 兼容接口，如 `http://10.0.0.5:8000/v1`；CEYIN_GENERATOR 写那里的模型名",
    )
    generator_key: SecretStr | None = Field(default=None, description="那个接口的密钥，不要就不写")
    generator_timeout: float = Field(default=30.0, gt=0, description="等那个接口多少秒")
    generated: float = Field(default=0.0, ge=0, le=1, description="模型写的问法按人写的几成计入检索；0 不计")
    allow_download: bool = Field(default=False, description="是否允许从模型站点下载；默认不联网")
    host: str = Field(default="127.0.0.1", description="服务监听的地址")
    port: int = Field(default=8000, ge=1, le=65535, description="服务监听的端口")

    @property
    def elsewhere(self) -> bool:
        """Whether the generator is an endpoint."""
        return self.generator_url not in ("", NO_MODEL)


def read_settings() -> Settings:
    """Read the settings of this process.

    Raises:
        SettingError: a variable cannot be read as what it should be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CEYIN_" + "_".join(map(str, first["loc"])).upper()
        raise SettingError(
            f"环境变量 {name} 的值 {first['input']!r} 不对。请改正，或去掉它以使用默认值。"
        ) from error
