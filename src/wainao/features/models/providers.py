"""Who offers models, and how each is reached: addresses, keys and oddities, each with the page that says so.

A deployment names one of these and adds a model and a key. Whoever is not here is reached as "openai-compatible" by an
address of his own. What a page does not say is left as OpenAI has it: then the provider itself refuses what it cannot
do, in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wainao.features.models.engines.quirks import LLAMA_CPP, PLAIN, Auth, Quirks
from wainao.features.models.routing.deployment import HERE, OFFLINE, Kind
from wainao.types import Words

CHAT: tuple[Kind, ...] = ("chat",)
WORDS: tuple[Kind, ...] = ("chat", "embed")
SERVER: tuple[Kind, ...] = ("chat", "complete", "embed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """`base_url` is empty where everyone has an address of their own; a word in braces in it is for you to fill in.

    `local` ones run on machines of your own and usually want no key. `offers` is what it does, `docs` where it says so.
    """

    name: str
    title: Words
    docs: str
    base_url: str = ""
    wire: Literal["openai", "anthropic", "here", "offline"] = "openai"
    auth: Auth = "bearer"
    quirks: Quirks = PLAIN
    offers: tuple[Kind, ...] = CHAT
    local: bool = False

    @property
    def needs_address(self) -> bool:
        return self.wire not in ("here", "offline") and (not self.base_url or "{" in self.base_url)


_OPENAI = Quirks(max_tokens="max_completion_tokens", developer_role=True, thinking="effort", thoughts_back=False)
_MINIMAX = Quirks(
    max_tokens="max_completion_tokens",
    thinking="thinking",
    json_object=False,
    json_schema=False,
    forced_tools=False,
    many_replies=False,
    logprobs=False,
)

_CHINA = (
    Provider(
        name="hunyuan",
        title=Words("腾讯混元", "Tencent Hunyuan"),
        base_url="https://api.hunyuan.cloud.tencent.com/v1",
        docs="https://cloud.tencent.com/document/product/1729/111007",
        offers=WORDS,
    ),
    Provider(
        name="deepseek",
        title=Words("深度求索", "DeepSeek"),
        base_url="https://api.deepseek.com",
        docs="https://api-docs.deepseek.com/guides/thinking_mode",
        quirks=Quirks(json_schema=False, many_replies=False),
    ),
    Provider(
        name="qwen",
        title=Words("阿里云百炼（通义千问，中国内地）", "Qwen, Alibaba Cloud Model Studio (mainland China)"),
        base_url="https://dashscope.aliyuncs.com/compatible-mode/v1",
        docs="https://help.aliyun.com/zh/model-studio/compatibility-of-openai-with-dashscope",
        quirks=Quirks(thinking="enable_thinking", embed_batch=10, cache_marks=True),
        offers=WORDS,
    ),
    Provider(
        name="qwen-intl",
        title=Words("阿里云百炼（通义千问，国际）", "Qwen, Alibaba Cloud Model Studio (international)"),
        base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        docs="https://www.alibabacloud.com/help/en/model-studio/embedding-interfaces-compatible-with-openai",
        quirks=Quirks(thinking="enable_thinking", embed_batch=10, cache_marks=True),
        offers=WORDS,
    ),
    Provider(
        name="zhipu",
        title=Words("智谱", "Zhipu (BigModel)"),
        base_url="https://open.bigmodel.cn/api/paas/v4",
        docs="https://docs.bigmodel.cn/cn/guide/develop/openai/introduction",
        quirks=Quirks(
            thinking="thinking",
            forced_tools=False,
            json_schema=False,
            stream_usage=False,
            many_replies=False,
            logprobs=False,
            embed_batch=64,
        ),
        offers=("chat", "embed", "rerank", "image"),
    ),
    Provider(
        name="moonshot",
        title=Words("月之暗面 Kimi（中国内地）", "Moonshot Kimi (mainland China)"),
        base_url="https://api.moonshot.cn/v1",
        docs="https://platform.moonshot.cn/docs/api/chat",
    ),
    Provider(
        name="moonshot-intl",
        title=Words("月之暗面 Kimi（国际）", "Moonshot Kimi (international)"),
        base_url="https://api.moonshot.ai/v1",
        docs="https://platform.moonshot.ai/docs/api/chat",
    ),
    Provider(
        name="doubao",
        title=Words("豆包（火山方舟）", "Doubao (Volcano Engine Ark)"),
        base_url="https://ark.cn-beijing.volces.com/api/v3",
        docs="https://www.volcengine.com/docs/82379/1330626",
        quirks=Quirks(thinking="thinking", many_replies=False, embed_batch=256),
        offers=("chat", "embed", "image"),
    ),
    Provider(
        name="minimax",
        title=Words("MiniMax（中国内地）", "MiniMax (mainland China)"),
        base_url="https://api.minimaxi.com/v1",
        docs="https://platform.minimaxi.com/docs/api-reference/text-openai-api",
        quirks=_MINIMAX,
    ),
    Provider(
        name="minimax-intl",
        title=Words("MiniMax（国际）", "MiniMax (international)"),
        base_url="https://api.minimax.io/v1",
        docs="https://platform.minimax.io/docs/api-reference/text-openai-api",
        quirks=_MINIMAX,
    ),
    Provider(
        name="qianfan",
        title=Words("百度千帆", "Baidu Qianfan"),
        base_url="https://qianfan.baidubce.com/v2",
        docs="https://cloud.baidu.com/doc/qianfan/s/Hmh4suq26",
        quirks=Quirks(many_replies=False, logprobs=False, embed_batch=16),
        offers=("chat", "embed", "rerank", "image"),
    ),
    Provider(
        name="siliconflow",
        title=Words("硅基流动", "SiliconFlow"),
        base_url="https://api.siliconflow.cn/v1",
        docs="https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions",
        quirks=Quirks(thinking="enable_thinking", embed_batch=32),
        offers=("chat", "embed", "rerank", "speech", "transcribe", "image"),
    ),
    Provider(
        name="stepfun",
        title=Words("阶跃星辰", "StepFun"),
        base_url="https://api.stepfun.com/v1",
        docs="https://platform.stepfun.com/docs/zh/api-reference/chat/chat-completion-create",
        offers=("chat", "speech", "transcribe", "image"),
    ),
    Provider(
        name="yi",
        title=Words("零一万物", "01.AI (Yi)"),
        base_url="https://api.lingyiwanwu.com/v1",
        docs="https://platform.lingyiwanwu.com/docs/api-reference",
        quirks=Quirks(json_schema=False, many_replies=False),
    ),
    Provider(
        name="modelscope",
        title=Words("魔搭", "ModelScope"),
        base_url="https://api-inference.modelscope.cn/v1",
        docs="https://modelscope.cn/docs/model-service/API-Inference/intro",
        quirks=Quirks(thinking="enable_thinking"),
        offers=("chat", "embed"),
    ),
)

_WORLD = (
    Provider(
        name="openai",
        title=Words("OpenAI", "OpenAI"),
        base_url="https://api.openai.com/v1",
        docs="https://platform.openai.com/docs/api-reference/chat/create",
        quirks=_OPENAI,
        offers=("chat", "embed", "speech", "transcribe", "image", "moderate"),
    ),
    Provider(
        name="azure",
        title=Words("Azure OpenAI", "Azure OpenAI"),
        base_url="https://{resource}.openai.azure.com/openai/v1",
        docs="https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle",
        auth="api-key",
        quirks=_OPENAI,
        offers=("chat", "embed", "speech", "transcribe", "image"),
    ),
    Provider(
        name="anthropic",
        title=Words("Anthropic", "Anthropic"),
        base_url="https://api.anthropic.com/v1",
        docs="https://platform.claude.com/docs/en/api/messages",
        wire="anthropic",
        auth="x-api-key",
    ),
    Provider(
        name="bedrock",
        title=Words("Amazon Bedrock（OpenAI 兼容地址）", "Amazon Bedrock (OpenAI-compatible address)"),
        base_url="https://bedrock-runtime.{region}.amazonaws.com/openai/v1",
        docs="https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html",
        quirks=Quirks(max_tokens="max_completion_tokens", thinking="effort", thoughts_back=False),
    ),
    Provider(
        name="vertex",
        title=Words("Google Vertex AI（OpenAI 兼容地址）", "Google Vertex AI (OpenAI-compatible address)"),
        base_url=(
            "https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}/endpoints/openapi"
        ),
        docs="https://cloud.google.com/vertex-ai/generative-ai/docs/start/openai",
        quirks=Quirks(thinking="effort", thoughts_back=False),
    ),
    Provider(
        name="gemini",
        title=Words("Google Gemini（OpenAI 兼容地址）", "Google Gemini (OpenAI-compatible address)"),
        base_url="https://generativelanguage.googleapis.com/v1beta/openai",
        docs="https://ai.google.dev/gemini-api/docs/openai",
        quirks=Quirks(thinking="effort", thoughts_back=False, embed_batch=100),
        offers=("chat", "embed", "image"),
    ),
    Provider(
        name="mistral",
        title=Words("Mistral", "Mistral"),
        base_url="https://api.mistral.ai/v1",
        docs="https://docs.mistral.ai/api/",
        quirks=Quirks(stream_usage=False, logprobs=False, thoughts_back=False),
        offers=("chat", "embed", "transcribe", "moderate"),
    ),
    Provider(
        name="groq",
        title=Words("Groq", "Groq"),
        base_url="https://api.groq.com/openai/v1",
        docs="https://console.groq.com/docs/openai",
        quirks=Quirks(
            max_tokens="max_completion_tokens",
            thinking="effort",
            many_replies=False,
            logprobs=False,
            thoughts_back=False,
        ),
        offers=("chat", "speech", "transcribe"),
    ),
    Provider(
        name="together",
        title=Words("Together", "Together"),
        base_url="https://api.together.xyz/v1",
        docs="https://docs.together.ai/docs/openai-api-compatibility",
        offers=("chat", "complete", "embed", "rerank", "speech", "transcribe", "image"),
    ),
    Provider(
        name="fireworks",
        title=Words("Fireworks", "Fireworks"),
        base_url="https://api.fireworks.ai/inference/v1",
        docs="https://docs.fireworks.ai/tools-sdks/openai-compatibility",
        offers=("chat", "complete", "embed", "rerank"),
    ),
    Provider(
        name="openrouter",
        title=Words("OpenRouter", "OpenRouter"),
        base_url="https://openrouter.ai/api/v1",
        docs="https://openrouter.ai/docs/api-reference/overview",
        quirks=Quirks(cache_marks=True, many_replies=False),
        offers=("chat", "complete", "embed"),
    ),
    Provider(
        name="xai",
        title=Words("xAI", "xAI"),
        base_url="https://api.x.ai/v1",
        docs="https://docs.x.ai/docs/api-reference",
        quirks=Quirks(max_tokens="max_completion_tokens", thinking="effort", thoughts_back=False),
        offers=("chat", "image"),
    ),
    Provider(
        name="cohere",
        title=Words("Cohere（OpenAI 兼容地址）", "Cohere (OpenAI-compatible address)"),
        base_url="https://api.cohere.ai/compatibility/v1",
        docs="https://docs.cohere.com/docs/compatibility-api",
        quirks=Quirks(many_replies=False, forced_tools=False, logprobs=False, embed_batch=96, thoughts_back=False),
        offers=WORDS,
    ),
    Provider(
        name="nvidia",
        title=Words("NVIDIA NIM", "NVIDIA NIM"),
        base_url="https://integrate.api.nvidia.com/v1",
        docs="https://docs.api.nvidia.com/nim/reference/llm-apis",
        offers=WORDS,
    ),
    Provider(
        name="perplexity",
        title=Words("Perplexity", "Perplexity"),
        base_url="https://api.perplexity.ai",
        docs="https://docs.perplexity.ai/guides/chat-completions-guide",
        quirks=Quirks(forced_tools=False, json_object=False, many_replies=False, logprobs=False, thoughts_back=False),
    ),
    Provider(
        name="cerebras",
        title=Words("Cerebras", "Cerebras"),
        base_url="https://api.cerebras.ai/v1",
        docs="https://inference-docs.cerebras.ai/resources/openai",
        quirks=Quirks(max_tokens="max_completion_tokens", many_replies=False),
    ),
    Provider(
        name="huggingface",
        title=Words("Hugging Face 推理路由", "Hugging Face inference router"),
        base_url="https://router.huggingface.co/v1",
        docs="https://huggingface.co/docs/inference-providers/index",
    ),
    Provider(
        name="jina",
        title=Words("Jina", "Jina"),
        base_url="https://api.jina.ai/v1",
        docs="https://api.jina.ai/redoc",
        offers=("embed", "rerank"),
    ),
    Provider(
        name="voyage",
        title=Words("Voyage", "Voyage"),
        base_url="https://api.voyageai.com/v1",
        docs="https://docs.voyageai.com/reference/embeddings-api",
        quirks=Quirks(embed_batch=1000, embed_dimensions=False),
        offers=("embed", "rerank"),
    ),
)

_LOCAL = (
    Provider(
        name="vllm",
        title=Words("vLLM", "vLLM"),
        base_url="http://127.0.0.1:8000/v1",
        docs="https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
        offers=("chat", "complete", "embed", "rerank", "transcribe"),
        local=True,
    ),
    Provider(
        name="sglang",
        title=Words("SGLang", "SGLang"),
        base_url="http://127.0.0.1:30000/v1",
        docs="https://docs.sglang.ai/basic_usage/openai_api_completions.html",
        offers=("chat", "complete", "embed", "rerank"),
        local=True,
    ),
    Provider(
        name="llama.cpp",
        title=Words("llama.cpp 服务器", "llama.cpp's server"),
        base_url="http://127.0.0.1:8080/v1",
        docs="https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
        quirks=LLAMA_CPP,
        offers=("chat", "complete", "embed", "rerank"),
        local=True,
    ),
    Provider(
        name="ollama",
        title=Words("Ollama", "Ollama"),
        base_url="http://127.0.0.1:11434/v1",
        docs="https://docs.ollama.com/api/openai-compatibility",
        quirks=Quirks(forced_tools=False, many_replies=False, thinking="effort"),
        offers=SERVER,
        local=True,
    ),
    Provider(
        name="lmstudio",
        title=Words("LM Studio", "LM Studio"),
        base_url="http://127.0.0.1:1234/v1",
        docs="https://lmstudio.ai/docs/developer/openai-compat",
        quirks=Quirks(many_replies=False),
        offers=SERVER,
        local=True,
    ),
    Provider(
        name="xinference",
        title=Words("Xinference", "Xinference"),
        base_url="http://127.0.0.1:9997/v1",
        docs="https://inference.readthedocs.io/en/latest/user_guide/client_api.html",
        offers=("chat", "complete", "embed", "rerank", "speech", "transcribe", "image"),
        local=True,
    ),
    Provider(
        name=HERE,
        title=Words("本机模型", "Models on this machine"),
        docs="https://github.com/xorbitsai/xllamacpp",
        wire="here",
        auth="none",
        quirks=LLAMA_CPP,
        offers=("chat", "complete", "embed", "rerank"),
        local=True,
    ),
    Provider(
        name=OFFLINE,
        title=Words("离线嵌入模型", "Offline embedder"),
        docs="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        wire="offline",
        auth="none",
        offers=("embed",),
        local=True,
    ),
    Provider(
        name="openai-compatible",
        title=Words("其他 OpenAI 兼容服务", "Anything else that speaks OpenAI's protocol"),
        docs="https://platform.openai.com/docs/api-reference/chat/create",
        offers=("chat", "complete", "embed", "rerank", "speech", "transcribe", "image", "moderate"),
        local=True,
    ),
)

PROVIDERS: Mapping[str, Provider] = {provider.name: provider for provider in (*_CHINA, *_WORLD, *_LOCAL)}


def provider_at(base_url: str) -> str:
    """Whose address that is; "openai-compatible" if it is nobody's here, or one that any server may have."""
    address = base_url.rstrip("/")
    known = (one.name for one in PROVIDERS.values() if one.base_url == address and not one.local)
    return next(known, "openai-compatible")
