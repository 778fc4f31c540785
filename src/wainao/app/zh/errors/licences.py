"""What a licence restricts, as the catalogue of models says it; a test compares them."""

from __future__ import annotations

LICENCES: dict[str, str] = {
    "No commercial use; name the author.": "不可商用；须署名。",
    (
        "Commercial use, but above 700 million monthly users only with a licence of Meta's; not for improving "
        "other models; an acceptable use policy holds."
    ): "可以商用，但月活超过 7 亿须另获许可；不得用来改进其他大模型；须遵守使用政策。",
    (
        "Commercial use, but above 700 million monthly users only with a licence of Meta's; say 'Built with Meta "
        "Llama 3'; an acceptable use policy holds."
    ): "可以商用，但月活超过 7 亿须另获许可；须标注“Built with Meta Llama 3”；须遵守使用政策。",
    (
        "Commercial use, but above 700 million monthly users only with a licence of Meta's; say 'Built with "
        "Llama'; an acceptable use policy holds."
    ): "可以商用，但月活超过 7 亿须另获许可；须标注“Built with Llama”；须遵守使用政策。",
    (
        "Commercial use, but above 700 million monthly users only with a licence of Meta's; say 'Built with "
        "Llama'; its multimodal models are not licensed to people and companies in the European Union."
    ): (
        "可以商用，但月活超过 7 亿须另获许可；须标注“Built with Llama”；其中多模态模型不授权给住所在欧盟的个人和主"
        "要营业地在欧盟的公司。"
    ),
    (
        "Commercial use, but above 700 million monthly users only with a licence of Meta's; say 'Built with "
        "Llama'; not licensed to people and companies in the European Union."
    ): (
        "可以商用，但月活超过 7 亿须另获许可；须标注“Built with Llama”；不授权给住所在欧盟的个人和主要营业地在欧盟"
        "的公司。"
    ),
    "Commercial use; a prohibited use policy holds and must be passed on.": (
        "可以商用；须遵守并向下传递禁止用途政策。"
    ),
    "Commercial use, but above 100 million monthly users only with a licence of Alibaba's.": (
        "可以商用，但月活超过 1 亿须另获许可；须遵守协议条款。"
    ),
    "Research only, no commercial use.": "仅供研究，不可商用。",
    "Commercial use; restrictions on what it is used for hold and must be passed on.": (
        "可以商用；附带用途限制，须向下传递。"
    ),
    "Academic research; commercial use after registration.": "学术研究可用；商用须先登记。",
    (
        "Commercial use, but above 100 million monthly users only with a licence of Tencent's; not for use in the "
        "European Union, the United Kingdom and South Korea."
    ): "可以商用，但月活超过 1 亿须另获许可；不适用于欧盟、英国和韩国。",
    "Research and tests only, not for production.": "仅供研究和测试，不可用于生产。",
    "Commercial use; conditions and restrictions on use hold.": "可以商用；附带条件和用途限制。",
    "Commercial use; restrictions on use hold and must be passed on.": "可以商用；附带用途限制，须向下传递。",
    "Commercial use up to 1 million US dollars of yearly revenue; above it with a licence of Stability's.": (
        "年收入不超过 100 万美元可以商用；超过须另获许可。"
    ),
    "No commercial use of the model; its pictures may be used as the licence says.": (
        "模型不可商用；生成的图片可按许可条款使用。"
    ),
    "Commercial use; an acceptable use policy holds.": "可以商用；附带使用政策。",
    "No commercial use.": "不可商用。",
    "No commercial use; name the author; pass adaptations on under the same licence.": (
        "不可商用；须署名；改作须以相同许可分发。"
    ),
    "Code under Apache 2.0; weights open for research, commercial use free of charge after an application.": (
        "代码为 Apache 2.0；权重可供学术研究，商用须先填写申请表，免费。"
    ),
    "Open for research; commercial use free of charge after registration.": "可供学术研究；商用须先登记，免费。",
    "Use, change and share; name source, authors and model; it does not speak of commercial use by itself.": (
        "可以使用、修改和分享；须注明出处和作者并保留模型名称；许可没有单独说明商用。"
    ),
    "Open for research; commercial use after registration with its makers.": "可供学术研究；商用须先登记，取得许可。",
    "Open for research; commercial use after registration, up to a million visits a month.": (
        "可供学术研究；商用须先登记，且每月访问不超过一百万次。"
    ),
}
