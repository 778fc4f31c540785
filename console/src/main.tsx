/** Starts the console. */

import { render } from "preact";
import { App } from "./App";
import { keepCounting } from "./approvals/waiting";
import { listenToKeys } from "./keys";
import { applyPreferences } from "./preferences";
import { followAddress } from "./route";
import { refreshStatus } from "./status";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/ask.css";
import "./styles/beside.css";
import "./styles/views.css";
import "./styles/models.css";
import "./styles/learn.css";
import "./styles/decide.css";
import "./styles/tools.css";

applyPreferences();
followAddress();
listenToKeys();
void refreshStatus();
keepCounting();
render(<App />, document.getElementById("app")!);
