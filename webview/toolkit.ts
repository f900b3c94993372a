// The only module that knows the UI toolkit, so that it can be exchanged. It registers what is used and no more.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDropdown, vsCodeOption } from "@vscode/webview-ui-toolkit";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** A drop-down list that reports the chosen id; the person's choice only, not what `show` sets. */
export interface ChoiceList {
  readonly element: HTMLElement;
  show(choices: readonly Choice[], selected: string, label: string): void;
}

export function createChoiceList(onChoose: (id: string) => void): ChoiceList {
  const element = document.createElement("vscode-dropdown") as HTMLElement & { value: string };
  let shown = "";
  element.addEventListener("change", () => onChoose(element.value));
  return {
    element,
    show(choices, selected, label) {
      const key = JSON.stringify(choices);
      if (key !== shown) {
        shown = key;
        element.replaceChildren(
          ...choices.map(({ id, name }) => {
            const option = document.createElement("vscode-option");
            option.setAttribute("value", id);
            option.textContent = name;
            return option;
          }),
        );
      }
      element.setAttribute("aria-label", label);
      element.value = selected;
    },
  };
}

export interface PushButton {
  readonly element: HTMLElement;
  set(label: string, enabled: boolean): void;
}

export function createButton(onPress: () => void): PushButton {
  const element = document.createElement("vscode-button") as HTMLElement & { appearance: string; disabled: boolean };
  element.appearance = "secondary";
  element.addEventListener("click", () => {
    if (!element.disabled) {
      onPress();
    }
  });
  return {
    element,
    set(label, enabled) {
      element.textContent = label;
      element.disabled = !enabled;
    },
  };
}
