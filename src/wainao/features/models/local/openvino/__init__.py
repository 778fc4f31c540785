"""One model in OpenVINO GenAI, served as OpenAI's protocol on a loopback port: what llama.cpp brings along itself."""
