import { Command } from "commander";

const program = new Command("bootsmith");
program.parse();
