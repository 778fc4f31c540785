/** What a person types while it is no value yet: the text stands as it was typed, the value changes once it is one. */

import { useRef } from "preact/hooks";

interface Typed {
  text: string;
  type: (text: string) => void;
}

/** `read` gives undefined where the text says nothing, and throws where it says nothing that makes sense. */
export function useTyped(
  value: unknown,
  show: (value: unknown) => string,
  read: (text: string) => unknown,
  change: (value: unknown) => void,
  fault: (error: Error | null) => void,
): Typed {
  const own = useRef({ value, text: show(value) });
  if (own.current.value !== value) own.current = { value, text: show(value) };
  const type = (text: string) => {
    own.current = { ...own.current, text };
    try {
      own.current.value = read(text);
      fault(null);
      change(own.current.value);
    } catch (error) {
      fault(error as Error);
    }
  };
  return { text: own.current.text, type };
}
