"use client";
import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { useEffect } from "react";
import { runAll } from "../../suite.mjs";

export default function Suite() {
  useEffect(() => {
    globalThis.results ??= runAll(keyward, pool);
  }, []);
  return <p>{typeof keyward.hash}</p>;
}
